import assert from "node:assert/strict";
import fc from "fast-check";
import { Partitioners, type PartitionMetadata } from "kafkajs";
import { partitionByKey } from "./partitioner.ts";

const ours = partitionByKey();
const reference = Partitioners.DefaultPartitioner();

Deno.test("any key gets the partition that other clients choose", () => {
  fc.assert(fc.property(
    fc.oneof(fc.uuid(), fc.string({ unit: "binary", maxLength: 80 })),
    fc.integer({ min: 1, max: 1_000 }),
    (key, partitions) => {
      const args = {
        topic: "booking.attempted",
        partitionMetadata: Array.from<PartitionMetadata>({ length: partitions }),
        message: { key, value: null },
      };
      assert.equal(
        ours(args),
        reference({ ...args, partitionMetadata: args.partitionMetadata.map(metadata) }),
      );
    },
  ));
});

function metadata(_: unknown, partitionId: number): PartitionMetadata {
  return { partitionId, partitionErrorCode: 0, leader: 1, replicas: [1], isr: [1] };
}
