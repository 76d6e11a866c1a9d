/** The sitemap: the pages that search engines should know about (sitemaps.org). */
import { deadline, type Sql } from "@/lib/db/pool.ts";
import { escapeXml } from "@/lib/posters/brush.ts";
import { TimedCache } from "@/lib/timed_cache.ts";

type Bytes = Uint8Array<ArrayBuffer>;

interface Needs {
  sql: Sql;
  /** The site's URL, without a trailing slash. */
  site: string;
  /** Returns Unix time in milliseconds. */
  now: () => number;
}

/** Events per file; the protocol allows five times as many. With more events the sitemap is an index of files. */
const FILE_EVENTS = 10_000;
/** Search engines fetch it a few times a day. */
const AGE_MAX_MS = 600_000;
const FILES_MAX = 20;

/** Lists events that are neither drafts nor over; also cancelled ones, so that search engines notice. */
export class Sitemap {
  readonly #needs: Needs;
  readonly #fileEvents: number;
  readonly #starts: TimedCache<string[]>;
  readonly #files: TimedCache<Bytes>;

  constructor(needs: Needs, fileEvents = FILE_EVENTS) {
    const { now } = needs;
    this.#needs = needs;
    this.#fileEvents = fileEvents;
    this.#starts = new TimedCache({ maxAgeMs: AGE_MAX_MS, maxEntries: 1, now });
    this.#files = new TimedCache({ maxAgeMs: AGE_MAX_MS, maxEntries: FILES_MAX, now });
  }

  /** The sitemap as XML, at most ten minutes old: the whole sitemap, or the index of its files. */
  async root(): Promise<Bytes> {
    const starts = await this.#readStarts();
    if (starts.length < 2) return await this.#readFile(starts[0] ?? null);
    const files = starts.map((_, index) =>
      `<sitemap><loc>${this.#url(`/sitemaps/${index + 1}.xml`)}</loc></sitemap>`
    );
    return xml("sitemapindex", files);
  }

  /** One of several files, numbered from 1; null if there is none. */
  async file(number: number): Promise<Bytes | null> {
    const starts = await this.#readStarts();
    const start = starts.length < 2 ? undefined : starts.at(number - 1);
    return number < 1 || start === undefined ? null : await this.#readFile(start);
  }

  /** The id of each file's first event. */
  #readStarts(): Promise<string[]> {
    const { sql } = this.#needs;
    return this.#starts.get("", async () => {
      const rows = await deadline(sql<{ id: string }[]>`
        select id from (
          select id, row_number() over (order by id) as position from events e where ${this.#isListed()}
        ) listed
        where (position - 1) % ${this.#fileEvents} = 0 order by id`);
      return rows.map(({ id }) => id);
    });
  }

  #readFile(start: string | null): Promise<Bytes> {
    const { sql } = this.#needs;
    return this.#files.get(String(start), async () => {
      const events = await deadline(sql<{ slug: string; updatedAt: Date }[]>`
        select slug, updated_at from events e where ${this.#isListed()} and id >= ${start}
        order by id limit ${this.#fileEvents}`);
      return xml("urlset", [
        ...["/", "/events"].map((path) => `<url><loc>${this.#url(path)}</loc></url>`),
        ...events.map(({ slug, updatedAt }) =>
          `<url><loc>${this.#url(`/events/${slug}`)}</loc><lastmod>${updatedAt.toISOString()}</lastmod></url>`
        ),
      ]);
    });
  }

  #isListed() {
    const { sql, now } = this.#needs;
    return sql`e.status <> 'draft' and e.ends_at > ${new Date(now())}`;
  }

  #url(path: string): string {
    return escapeXml(this.#needs.site + path);
  }
}

function xml(root: string, items: string[]): Bytes {
  return new TextEncoder().encode(
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
      `<${root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${items.join("\n")}\n</${root}>\n`,
  );
}
