import type { PageProps } from "fresh";
import Values from "../../islands/Values.tsx";
import { VALUES } from "../../values.ts";

export default function ValuesPage({ params }: PageProps) {
  return <Values values={VALUES} params={params} />;
}
