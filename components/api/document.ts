/** The OpenAPI document as the reference page reads it, built by `lib/server/openapi.ts`. */
import type { Schema } from "./schema.tsx";

export interface Media {
  schema: Schema;
  example?: unknown;
}

export interface ApiResponse {
  $ref?: string;
  description: string;
  headers?: Record<string, unknown>;
  content?: Record<string, Media>;
}

export interface Parameter {
  $ref?: string;
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  schema: Schema;
  example?: string;
}

export interface Operation {
  operationId: string;
  summary: string;
  description: string;
  tags: string[];
  security: Record<string, string[]>[];
  "x-roles"?: string[];
  parameters?: Parameter[];
  /** JSON, or one of several file types. */
  requestBody?: { content: Record<string, Media | undefined> };
  responses: Record<string, ApiResponse>;
}

export interface ApiDocument {
  info: { title: string; version: string; description: string };
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: {
    schemas: Record<string, Schema>;
    parameters: Record<string, Parameter>;
    responses: Record<string, ApiResponse>;
  };
}
