/** The page of the designer, in tests: a new hall, and points of its plan in the window. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import type { Drawing } from "@/lib/charts/drawing.ts";
import { fitView, toScreen } from "@/lib/client/canvas/viewport.ts";

export interface NewHall {
  id: string;
  venueId: string;
}

/** Calls the API as whoever is signed in on the page. */
export async function callAs<Body>(
  page: Page,
  url: string,
  method: "GET" | "POST" | "PUT" | "PATCH",
  path: string,
  data?: unknown,
): Promise<Body> {
  const response = await page.request.fetch(url + path, { method, data, headers: { origin: url } });
  assert.ok(response.ok(), `${path}: ${response.status()} ${await response.text()}`);
  return await response.json();
}

/** Begins a hall with nothing in it. */
export async function newHall(page: Page, url: string, name: string): Promise<NewHall> {
  const { items: [{ id: venueId }] } = await callAs<{ items: { id: string }[] }>(
    page,
    url,
    "GET",
    "/api/admin/venues",
  );
  const { id } = await callAs<{ id: string }>(page, url, "POST", "/api/admin/charts", {
    venueId,
    name,
    draft: true,
  });
  return { id, venueId };
}

export function draftOf(page: Page, url: string, id: string): Promise<{ chart: Drawing }> {
  return callAs(page, url, "GET", `/api/admin/charts/${id}/draft`);
}

/** Opens the designer of a hall. */
export async function openDesigner(page: Page, url: string, id: string): Promise<Plan> {
  await page.goto(`${url}/admin/halls/${id}`);
  const canvas = page.locator(".designer-plan canvas");
  await canvas.waitFor();
  return new Plan(page, url, id);
}

/** The plan while the whole hall is in view. */
export class Plan {
  readonly #page: Page;
  readonly #url: string;
  readonly #id: string;
  #size = { width: 0, height: 0 };

  constructor(page: Page, url: string, id: string) {
    this.#page = page;
    this.#url = url;
    this.#id = id;
  }

  /** Where a point of the hall is in the window. */
  async at([x, y]: [number, number]): Promise<{ x: number; y: number }> {
    if (this.#size.width === 0) this.#size = (await draftOf(this.#page, this.#url, this.#id)).chart;
    const box = (await this.#page.locator(".designer-plan canvas").boundingBox())!;
    const point = toScreen(fitView(this.#size, box), { x, y });
    return { x: box.x + point.x, y: box.y + point.y };
  }

  async choose(tool: string): Promise<void> {
    await this.#page.getByRole("toolbar", { name: "Tools" }).getByRole("button", { name: tool, exact: true })
      .click();
  }

  async set(label: string, value: string): Promise<void> {
    const field = this.#page.locator(".designer-inspector").getByLabel(label, { exact: true }).and(
      this.#page.locator("input, select"),
    ).first();
    if (await field.evaluate((element) => element.tagName === "SELECT")) {
      await field.selectOption({ label: value });
    } else {
      await field.fill(value);
      await field.blur();
    }
  }

  async drag(from: [number, number], to: [number, number]): Promise<void> {
    const [start, end] = [await this.at(from), await this.at(to)];
    await this.#page.mouse.move(start.x, start.y);
    await this.#page.mouse.down();
    await this.#page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2, { steps: 3 });
    await this.#page.mouse.move(end.x, end.y, { steps: 3 });
    await this.#page.mouse.up();
  }

  async click(point: [number, number]): Promise<void> {
    const { x, y } = await this.at(point);
    await this.#page.mouse.click(x, y);
  }

  /** Waits until everything is saved, and returns the drawing. */
  async saved(): Promise<Drawing> {
    await this.#page.locator('.designer-saved[data-state="saved"]').waitFor();
    return (await draftOf(this.#page, this.#url, this.#id)).chart;
  }
}
