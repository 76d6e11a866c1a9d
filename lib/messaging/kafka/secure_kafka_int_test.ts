/** A broker that requires TLS and a password, as one in another network does. */
import assert from "node:assert/strict";
import { testKafkaBrokers } from "@/lib/testing/services.ts";
import { freePort } from "../../../tasks/stack/child.ts";
import { startKafka } from "../../../tasks/stack/kafka.ts";

const PASSWORD = "a-password-for-tests";

/** Connects with the settings in its environment, and exits with 0 if the broker responds. */
const PROBE = `
import { parseConfig, settingsOfProcess } from "@/lib/config.ts";
import { kafkaEventLog } from "@/lib/messaging/kafka/kafka_event_log.ts";
const { kafkaBrokers: brokers, kafkaSecurity: security } = parseConfig(settingsOfProcess());
const logger = { debug() {}, info() {}, warn() {}, error() {} };
await kafkaEventLog({ brokers, security, clientId: "probe", sql: null, logger }).ping();
Deno.exit(0);
`;

async function run(command: string, args: string[]): Promise<void> {
  const { success, stdout, stderr } = await new Deno.Command(command, { args }).output();
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  assert.ok(success, decode(stdout) + decode(stderr));
}

Deno.test({
  name: "KAFKA_TLS and KAFKA_SASL_… connect to a broker that needs them, and it refuses a wrong password",
  ignore: testKafkaBrokers() === undefined,
  fn: async () => {
    const dir = await Deno.makeTempDir({ prefix: "aisle_kafka_" });
    const [port, securePort] = [await freePort(), await freePort()];
    const keystore = { path: `${dir}/broker.p12`, password: PASSWORD };
    const certificate = `${dir}/broker.pem`;
    const store = ["-keystore", keystore.path, "-storepass", PASSWORD, "-alias", "broker"];
    await run(
      "keytool",
      [
        ["-genkeypair", ...store, "-storetype", "PKCS12", "-keyalg", "EC"],
        ["-dname", "CN=broker", "-ext", "san=ip:127.0.0.1,dns:localhost"],
      ].flat(),
    );
    await run("keytool", ["-exportcert", "-rfc", ...store, "-file", certificate]);
    const server = await startKafka({
      port,
      dir,
      secure: { port: securePort, keystore, user: { name: "aisle", password: PASSWORD } },
    });
    const probe = `${dir}/probe.ts`;
    await Deno.writeTextFile(probe, PROBE);
    const connects = async (env: Record<string, string>) => {
      const { success } = await new Deno.Command(Deno.execPath(), {
        args: [
          "run",
          "-A",
          "--no-check",
          `--config=${new URL("../../../deno.json", import.meta.url).pathname}`,
          probe,
        ],
        env: {
          DENO_CERT: certificate,
          KAFKA_BROKERS: `localhost:${securePort}`,
          KAFKA_TLS: "on",
          KAFKA_SASL_USERNAME: "aisle",
          KAFKA_SASL_PASSWORD: PASSWORD,
          ...env,
        },
      }).output();
      return success;
    };
    try {
      assert.equal(await connects({}), true, "SCRAM");
      assert.equal(await connects({ KAFKA_SASL_MECHANISM: "plain" }), true, "plain");
      assert.equal(await connects({ KAFKA_SASL_PASSWORD: "another password" }), false, "wrong password");
      assert.equal(await connects({ DENO_CERT: "" }), false, "unknown certificate");
    } finally {
      await server.kill();
      await Deno.remove(dir, { recursive: true });
    }
  },
});
