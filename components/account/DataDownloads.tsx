import { useWords } from "@/components/layout/words.tsx";

/** Downloads of everything that is kept about the account. */
export function DataDownloads() {
  const { yourData: words } = useWords("account");
  return (
    <p class="cluster">
      <a class="button" href="/api/me/export?format=pdf" download>{words.pdf}</a>
      <a class="button" href="/api/me/export" download>{words.json}</a>
    </p>
  );
}
