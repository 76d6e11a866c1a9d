/** `deno task openapi`: prints the OpenAPI document, for tools that read it from a file. */
import { apiDocument } from "@/routes/openapi.json.ts";

console.log(JSON.stringify(apiDocument(), null, 2));
