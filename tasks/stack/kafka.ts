/** Kafka as a child process: one broker in KRaft mode, from its Maven artifacts, for the local stack and tests. */
import { Kafka, logLevel } from "kafkajs";
import { freePort, hasCommand, isListening, type RunningServer, startServer } from "./child.ts";

/** The version of the image in the Compose file. */
export const KAFKA_VERSION = "4.1.1";

const LIBRARIES = new URL("../../.stack/kafka/libs/", import.meta.url).pathname;

/** Whether Java is installed and `deno task stack install` has fetched Kafka. */
export async function hasKafka(): Promise<boolean> {
  try {
    return await hasCommand("java") &&
      (await Deno.stat(`${LIBRARIES}kafka_2.13-${KAFKA_VERSION}.jar`)).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** A second listener with TLS, where `user` signs in with SCRAM-SHA-512 or PLAIN. */
export interface SecureListener {
  port: number;
  /** A PKCS #12 file with the broker's key, and its password. */
  keystore: { path: string; password: string };
  user: { name: string; password: string };
}

/**
 * Starts a broker on loopback with its data in `dir`, formatting the folder the first time. `url` is the value for
 * `KAFKA_BROKERS`. Resolves when groups can be joined: a broker responds a few seconds before its coordinators do.
 */
export async function startKafka(
  { port, dir, secure }: { port: number; dir: string; secure?: SecureListener },
): Promise<RunningServer> {
  const settings = `${dir}/server.properties`;
  if (!await exists(settings)) {
    await Deno.writeTextFile(settings, serverProperties(port, await freePort(), dir, secure));
    await formatStorage(settings, secure?.user);
  }
  const broker = `127.0.0.1:${port}`;
  const server = await startServer({
    command: "java",
    args: ["-Xmx512m", "-XX:+UseSerialGC", "-cp", `${LIBRARIES}*`, "kafka.Kafka", settings],
    url: broker,
    isReady: () => isListening(port),
    readyDeadlineMs: 120_000,
  });
  try {
    await waitForCoordinator(broker);
    return server;
  } catch (error) {
    await server.kill();
    throw error;
  }
}

function serverProperties(
  port: number,
  controllerPort: number,
  dir: string,
  secure: SecureListener | undefined,
): string {
  const secureUrl = secure ? `,SASL_SSL://127.0.0.1:${secure.port}` : "";
  return [
    ...secure ? secureProperties(secure) : [],
    "process.roles=broker,controller",
    "node.id=1",
    `listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}${secureUrl}`,
    `advertised.listeners=PLAINTEXT://127.0.0.1:${port}${secureUrl}`,
    `controller.quorum.bootstrap.servers=127.0.0.1:${controllerPort}`,
    "controller.listener.names=CONTROLLER",
    `log.dirs=${dir}/log`,
    "offsets.topic.replication.factor=1",
    "offsets.topic.num.partitions=4",
    "transaction.state.log.replication.factor=1",
    "transaction.state.log.min.isr=1",
    "share.coordinator.state.topic.replication.factor=1",
    "share.coordinator.state.topic.min.isr=1",
    "group.initial.rebalance.delay.ms=0",
    "auto.create.topics.enable=false",
  ].join("\n") + "\n";
}

function secureProperties({ keystore, user }: SecureListener): string[] {
  const login = "org.apache.kafka.common.security";
  return [
    "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL_SSL:SASL_SSL",
    "inter.broker.listener.name=PLAINTEXT",
    "sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-512",
    "ssl.keystore.type=PKCS12",
    `ssl.keystore.location=${keystore.path}`,
    `ssl.keystore.password=${keystore.password}`,
    `listener.name.sasl_ssl.plain.sasl.jaas.config=${login}.plain.PlainLoginModule required ` +
    `user_${user.name}="${user.password}";`,
    `listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config=${login}.scram.ScramLoginModule required;`,
  ];
}

async function formatStorage(settings: string, user: SecureListener["user"] | undefined): Promise<void> {
  const clusterId = crypto.getRandomValues(new Uint8Array(16)).toBase64({
    alphabet: "base64url",
    omitPadding: true,
  });
  const output = await new Deno.Command("java", {
    args: [
      ["-cp", `${LIBRARIES}*`, "kafka.tools.StorageTool", "format", "--standalone"],
      // A leading dash would be read as another option.
      [`--cluster-id=${clusterId}`, "--config", settings],
      user ? ["--add-scram", `SCRAM-SHA-512=[name=${user.name},password=${user.password}]`] : [],
    ].flat(),
    signal: AbortSignal.timeout(60_000),
  }).output();
  if (output.success) return;
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  await Deno.remove(settings);
  throw new Error(`Kafka's folder could not be formatted: ${decode(output.stderr)}${decode(output.stdout)}`);
}

/** Polls a group until its coordinator responds, for at most a minute. */
async function waitForCoordinator(broker: string): Promise<void> {
  const admin = new Kafka({
    brokers: [broker],
    logLevel: logLevel.NOTHING,
    retry: { retries: 300, initialRetryTime: 200, multiplier: 1, factor: 0 },
  }).admin();
  await admin.connect();
  try {
    await admin.describeGroups(["probe"]);
  } finally {
    await admin.disconnect();
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
