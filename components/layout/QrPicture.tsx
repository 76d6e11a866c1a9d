import { qrCode, qrPath, QUIET_ZONE } from "@/lib/print/qr.ts";

/**
 * A QR code: black on white whatever the page's colours, with its quiet zone. With `copyOf`, it reuses the drawing with
 * that id on the page.
 */
export function QrPicture({ text, label, id, copyOf }: {
  text: string;
  label: string;
  id?: string;
  copyOf?: string;
}) {
  const code = qrCode(text);
  const side = code.size + 2 * QUIET_ZONE;
  return (
    <svg viewBox={`0 0 ${side} ${side}`} shape-rendering="crispEdges" role="img" aria-label={label}>
      <rect width={side} height={side} fill="#fff" />
      {copyOf ? <use href={`#${copyOf}`} /> : <path id={id} fill="#000" d={qrPath(code)} />}
    </svg>
  );
}
