import type { PageProps } from "fresh";

export default function Shell({ Component }: PageProps) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>Fixture</title>
        <meta name="description" content="of the app" />
      </head>
      <body>
        <nav>
          <a href="/">Home</a> <a href="/counter">Counter</a>
        </nav>
        <Component />
      </body>
    </html>
  );
}
