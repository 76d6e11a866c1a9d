# One image for the web server and the workers. Postgres, Redis and Kafka are separate containers: see docker-compose.yml.
FROM denoland/deno:debian-2.9.6

WORKDIR /app

# Dependencies first: this layer changes only with the lock file.
COPY deno.json deno.lock ./
COPY packages packages
RUN deno install --frozen

COPY . .
RUN deno cache --frozen tasks/web.ts tasks/worker.ts \
  && deno run -A --frozen dev.ts build \
  && mkdir /data && chown -R deno:deno /data /app

USER deno
ENV HOST=0.0.0.0 PORT=8000 DATA_DIR=/data
VOLUME /data
EXPOSE 8000

# Deno itself is process 1, so that it receives the stop signal. It may use the network, read files, write its data
# folder, and load its native libraries, argon2 and sharp. It serves the build made above and runs no other program.
CMD ["deno", "run", "--frozen", "--allow-net", "--allow-env", "--allow-sys", "--allow-read", "--allow-write=/data", "--allow-ffi=node_modules", "tasks/web.ts"]
