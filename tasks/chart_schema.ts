/** `deno task chart-schema`: generates `docs/chart.schema.json` from the schema that validates charts. */
import { chartJsonSchema } from "@/lib/charts/json_schema.ts";

await Deno.writeTextFile(new URL("../docs/chart.schema.json", import.meta.url), chartJsonSchema());
