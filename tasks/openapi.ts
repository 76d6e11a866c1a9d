/** `deno task openapi`: the OpenAPI document on standard output, for tools that read it from a file. */
import { about, areas } from "@/routes/openapi.json.ts";
import { openApiDocument } from "@/lib/http/openapi.ts";

console.log(JSON.stringify(openApiDocument(areas, about), null, 2));
