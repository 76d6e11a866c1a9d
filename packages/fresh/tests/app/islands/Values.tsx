import { useEffect, useState } from "preact/hooks";
import { asset, Head, IS_BROWSER } from "fresh/runtime";
import { describe } from "../describe.ts";
import limits from "../limits.json" with { type: "json" };

/** Shows what its props have become in the browser. */
export default function Values(props: { values: Record<string, unknown>; params: Record<string, string> }) {
  const [text, setText] = useState("");
  useEffect(() => setText(describe(props.values)), []);
  return (
    <div>
      <Head>
        <title>{IS_BROWSER ? "In the browser" : "On the server"}</title>
      </Head>
      <pre id="values">{text}</pre>
      <img id="dot" src={asset("/dot.svg")} alt="" />
      <output id="limit">{limits.seats}</output>
      <output id="params">{JSON.stringify(props.params)}</output>
    </div>
  );
}
