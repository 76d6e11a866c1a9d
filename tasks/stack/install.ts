/** Installs what the local stack needs and this machine lacks: Redis, Java and pgbench with apt, Kafka with Maven. */
import { hasCommand } from "./child.ts";
import { hasKafka, KAFKA_VERSION } from "./kafka.ts";
import { findPgbench } from "./pgbench.ts";

/** Command → the Debian package that provides it. */
const PACKAGES: Record<string, string> = {
  "redis-server": "redis-server",
  java: "default-jre-headless",
  mvn: "maven",
};

/** Debian's setting for creating a database cluster on installation. */
const CLUSTER_SETTINGS = "/etc/postgresql-common/createcluster.conf";

/** Kafka logs through slf4j; without a binding its warnings would be lost. */
const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>aisle</groupId>
  <artifactId>stack-kafka</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.apache.kafka</groupId>
      <artifactId>kafka_2.13</artifactId>
      <version>${KAFKA_VERSION}</version>
    </dependency>
    <dependency>
      <groupId>org.slf4j</groupId>
      <artifactId>slf4j-simple</artifactId>
      <version>1.7.36</version>
    </dependency>
  </dependencies>
</project>
`;

/** Installs what is missing, if anything. */
export async function installStack(onProgress: (message: string) => void): Promise<void> {
  const missing: string[] = [];
  for (const [command, name] of Object.entries(PACKAGES)) {
    if (!await hasCommand(command)) missing.push(name);
  }
  if (missing.length > 0) {
    onProgress(`Installing ${missing.join(", ")} with apt …`);
    await runAsRoot("apt-get", ["update", "-q"]);
    await aptInstall(missing);
  }
  if (!await hasKafka()) {
    onProgress(`Fetching Kafka ${KAFKA_VERSION} with Maven …`);
    const folder = new URL("../../.stack/kafka/", import.meta.url).pathname;
    await Deno.mkdir(folder, { recursive: true });
    await Deno.writeTextFile(`${folder}pom.xml`, POM);
    await run(
      "mvn",
      [
        ["--batch-mode", "--quiet", "--file", `${folder}pom.xml`],
        ["dependency:copy-dependencies", "-DincludeScope=runtime", `-DoutputDirectory=${folder}libs`],
      ].flat(),
    );
  }
  onProgress("Redis and Kafka are installed.");
}

/** Installs pgbench: separately, since only benches need it and it comes with a whole PostgreSQL. */
export async function installPgbench(onProgress: (message: string) => void): Promise<void> {
  if (await findPgbench()) return;
  onProgress("Installing pgbench with apt …");
  await runAsRoot("apt-get", ["update", "-q"]);
  // It comes with a server, which would be started immediately.
  await aptInstall(["postgresql-common"]);
  await runAsRoot("sed", ["-i", "s/^#*create_main_cluster.*/create_main_cluster = false/", CLUSTER_SETTINGS]);
  await aptInstall(["postgresql"]);
}

function aptInstall(packages: string[]): Promise<void> {
  return runAsRoot("apt-get", ["install", "-y", "-q", "--no-install-recommends", ...packages]);
}

function runAsRoot(command: string, args: string[]): Promise<void> {
  return Deno.uid() === 0 ? run(command, args) : run("sudo", [command, ...args]);
}

async function run(command: string, args: string[]): Promise<void> {
  const { success } = await new Deno.Command(command, {
    args,
    env: { DEBIAN_FRONTEND: "noninteractive" },
  }).spawn().status;
  if (!success) throw new Error(`${command} ${args[0]} failed; see above.`);
}
