import type { ComponentChildren } from "preact";

/** Says why there is nothing to show, with (as children) a way on. `whole` fills a page, as for errors and offline. */
export function EmptyState({ title, text, picture = "seats", whole = false, children }: {
  title: string;
  text: string;
  picture?: keyof typeof pictures;
  whole?: boolean;
  children?: ComponentChildren;
}) {
  const state = (
    <div class="empty">
      {pictures[picture]}
      {whole ? <h1>{title}</h1> : <h2>{title}</h2>}
      <p>{text}</p>
      {children}
    </div>
  );
  return whole ? <div class="whole-page">{state}</div> : state;
}

/** Rows of empty seats; a closed curtain; a dark stage. */
const pictures = {
  seats: (
    <svg viewBox="0 0 160 72" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2.5">
      {[0, 1, 2].map((row) =>
        Array.from(
          { length: 9 - row },
          (_, seat) => (
            <circle key={`${row}-${seat}`} cx={16 + row * 8 + seat * 16} cy={60 - row * 22} r="5.5" />
          ),
        )
      )}
    </svg>
  ),
  curtain: (
    <svg viewBox="0 0 160 100" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2.5">
      <path d="M8 6H152" stroke-linecap="round" stroke-width="4" />
      {Array.from(
        { length: 10 },
        (_, fold) => <path key={fold} d={`M${24 + fold * 14} 8q6 44 0 84q-7 5 -14 0q6 -40 0 -84`} />,
      )}
    </svg>
  ),
  stage: (
    <svg viewBox="0 0 160 100" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2.5">
      <path d="M68 8h24l5 16H63z" stroke-linejoin="round" />
      <path d="M62 30L30 84M98 30l32 54" stroke-dasharray="1 8" stroke-linecap="round" />
      <ellipse cx="80" cy="86" rx="58" ry="9" />
    </svg>
  ),
};
