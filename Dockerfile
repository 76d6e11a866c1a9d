# One image for the web server and the workers. Postgres, Redis and Kafka are separate containers: see docker-compose.yml.
FROM denoland/deno:debian-2.9.6

WORKDIR /app

# Dependencies first: this layer changes only with the lock file.
COPY deno.json deno.lock ./
COPY packages packages
RUN deno install --frozen

# Everything here belongs to root, so the program cannot change itself.
COPY . .
RUN deno cache --frozen tasks/launch.ts tasks/web.ts tasks/worker.ts \
  && deno run -A --frozen dev.ts build \
  && mkdir /data && chown deno:deno /data

USER deno
ENV HOST=0.0.0.0 PORT=8000 DATA_DIR=/data
VOLUME /data
EXPOSE 8000

# The launcher gives the program the permissions that its settings call for, and passes the stop signal on.
ENTRYPOINT ["deno", "run", "-A", "--frozen", "tasks/launch.ts"]
CMD ["web"]
