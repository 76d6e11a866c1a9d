import assert from "node:assert/strict";
import { computed, signal } from "@preact/signals";
import { App } from "fresh";
import type { ComponentChildren, VNode } from "preact";
import type { Build } from "../src/build.ts";
import { send, withBuild } from "./requests.ts";

// deno-lint-ignore no-explicit-any -- an island takes whatever a test passes
function Box(props: any) {
  return <div class="box">{props.children}</div>;
}

function Closed({ children: _ }: { children?: ComponentChildren }) {
  return <div class="closed"></div>;
}

const BUILD: Partial<Build> = {
  islands: new Map<unknown, { name: string; exportName: string; url: string; imports: string[] }>([
    [Box, { name: "Box", exportName: "default", url: "/js/Box.js", imports: ["/js/shared.js"] }],
    [Closed, { name: "Closed", exportName: "Closed", url: "/js/Closed.js", imports: [] }],
  ]),
  runtime: { url: "/js/runtime.js", imports: ["/js/shared.js"] },
};

function render(vnode: VNode): Promise<Response> {
  const app = new App().onError("*", (ctx) => ctx.text((ctx.error as Error).message, { status: 500 }))
    .get("/", (ctx) => ctx.render(vnode));
  return send(withBuild(app, {}, BUILD), "/");
}

Deno.test("islands - their JavaScript is preloaded and loaded only if the page has any", async () => {
  const without = await render(<p>plain</p>);
  assert.equal(without.headers.get("link"), null);
  assert.doesNotMatch(await without.text(), /<script/);

  const response = await render(<Box />);
  assert.equal(
    response.headers.get("link"),
    ["runtime", "shared", "Box"].map((name) => `</js/${name}.js>; rel="modulepreload"; as="script"`).join(
      ", ",
    ),
  );
  const nonce = Reflect.get(response, Symbol.for("__freshNonce"));
  const script = (await response.text()).match(/<script type="module" nonce="(\w+)">(.*?)<\/script>/s);
  assert.equal(script?.[1], nonce);
  assert.match(script?.[2] ?? "", /^import \{boot\} from "\/js\/runtime\.js";import \{default as Box\}/);
});

Deno.test("islands - text in props can neither end the script nor open a comment", async () => {
  const html = await (await render(<Box text="</script><!-- <b>" />)).text();
  assert.equal(html.match(/<\/script>/g)?.length, 1);
  assert.doesNotMatch(html, /<!-- /);
});

Deno.test("islands - a key cannot break out of its comment", async () => {
  const html = await (await render(<Box key="--><script>alert(1)</script>" />)).text();
  assert.match(html, /<!--frsh:island:Box:0:--%3E%3Cscript%3E[^>]*-->/);
});

Deno.test("islands - a signal passed twice is sent once, and a computed one as its value", async () => {
  const count = signal("first value");
  const html = await (await render(
    <main>
      <Box count={count} />
      <Box count={count} next={computed(() => count.value.length)} />
    </main>,
  )).text();
  assert.equal(html.match(/first value/g)?.length, 1);
  assert.equal(html.match(/\\"Signal\\"/g)?.length, 1);
  assert.equal(html.match(/\\"Computed\\"/g)?.length, 1);
});

Deno.test("islands - children are sent as markup, not props, and hidden ones in a template", async () => {
  const html = await (await render(
    <main>
      <Box>
        <b>shown</b>
      </Box>
      <Closed>
        <Box>
          <i>hidden</i>
        </Box>
      </Closed>
    </main>,
  )).text();
  assert.equal(html.match(/shown/g)?.length, 1);
  assert.match(html, /<div class="box"><!--frsh:slot:0:children--><b>shown<\/b><!--\/frsh:slot--><\/div>/);
  assert.match(html, /<div class="closed"><\/div><!--\/frsh:island-->/);
  assert.match(
    html,
    /<template id="frsh-1-children"><!--frsh:island:Box:2:-->.*<i>hidden<\/i>.*<\/template><script/,
  );
});

Deno.test("islands - one rendered by another is part of it", async () => {
  function Outer() {
    return <Box />;
  }
  const islands = new Map(BUILD.islands);
  islands.set(Outer, { name: "Outer", exportName: "Outer", url: "/js/Outer.js", imports: [] });
  const app = withBuild(new App().get("/", (ctx) => ctx.render(<Outer />)), {}, { ...BUILD, islands });
  const html = await (await send(app, "/")).text();
  assert.equal(html.match(/<!--frsh:island/g)?.length, 1);
});

Deno.test("islands - a prop that cannot be sent fails the page with an error that names it", async () => {
  class Account {}
  const refused: [Record<string, unknown>, RegExp][] = [
    [{ onSave: () => {} }, /The prop onSave of Box cannot be sent to the browser: .*function/],
    [{ list: { deep: [Symbol("s")] } }, /The prop list\.deep\[0\] of Box/],
    [{ account: new Account() }, /The prop account of Box/],
    [{ items: [<b key="b" />] }, /JSX can be sent to an island only as a prop/],
  ];
  for (const [props, message] of refused) {
    const response = await render(<Box {...props} />);
    assert.equal(response.status, 500);
    assert.match(await response.text(), message);
  }
});

Deno.test("islands - route parameters, which have no prototype, can be sent", async () => {
  const params: Record<string, string> = Object.create(null);
  params.id = "7";
  assert.equal((await render(<Box params={params} />)).status, 200);
});

Deno.test("islands - frozen props are sent with every page that has them", async () => {
  const words = Object.freeze({ greeting: "Hello <b>" });
  for (const page of [1, 2]) {
    const html = await (await render(<Box words={words} page={page} />)).text();
    assert.match(
      html,
      new RegExp(String.raw`\[\{"words":\{"greeting":"Hello \\u003cb>"\},"page":${page}\}\]\);`),
    );
  }
});

Deno.test("islands - a member named __proto__ is not sent as code, which would set the prototype", async () => {
  const html = await (await render(<Box data={JSON.parse('{"__proto__":{"a":1}}')} />)).text();
  assert.doesNotMatch(html, /[{,]"__proto__":/);
});

Deno.test("islands - without a build they are ordinary components", async () => {
  const html = await (await send(new App().get("/", (ctx) => ctx.render(<Box />)), "/")).text();
  assert.match(html, /<body><div class="box"><\/div><\/body>/);
});
