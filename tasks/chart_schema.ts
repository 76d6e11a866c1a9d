/** `deno task chart-schema`: writes `docs/chart.schema.json` anew from the schema that checks charts. */
import { chartJsonSchema } from "@/lib/charts/json_schema.ts";

await Deno.writeTextFile(new URL("../docs/chart.schema.json", import.meta.url), chartJsonSchema());
