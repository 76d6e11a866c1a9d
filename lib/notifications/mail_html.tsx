/**
 * A message as the HTML of an email. Mail clients support little: tables and inline styles carry the layout, and the
 * style sheet only adds what some clients ignore, the dark scheme and small screens. Nothing is loaded: pictures are
 * attached and referred to by `cid:`.
 */
import { type ComponentChildren, Fragment } from "preact";
import { renderToString } from "preact-render-to-string";
import type { Words } from "@/lib/i18n/words.gen.ts";
import { directionOf, languageOf, wordsFor } from "@/lib/i18n/words.ts";
import { isolated } from "@/lib/text/isolated.ts";
import { type Part, seatLine } from "./templates.ts";

/** A picture that is attached to the email. */
export interface MailImage {
  cid: string;
  name: string;
  type: "image/png" | "image/jpeg";
  bytes: Uint8Array;
}

/** A valid ticket. */
export interface MailTicket {
  section: string;
  row: string;
  number: string;
  qr: { cid: string; side: number };
}

export interface MailContent {
  /** The reader's. */
  locale: string;
  subject: string;
  /** Or else about the reader's account. */
  isAboutBooking: boolean;
  body: Part[];
  /** The event, in its poster's colours; null if the message is not about one. */
  event: { title: string; ground: string; ink: string; picture?: { cid: string } } | null;
  /** Shown instead of the seats; if empty, the seats are only listed. */
  tickets: MailTicket[];
  /** Tickets of the booking that are not in the email. */
  ticketsLeftOut: number;
}

/** The interface's colours (tokens.css) in the light and the dark scheme, in a notation that mail clients support. */
export const mailColours = {
  paper: { light: "#f3eae1", dark: "#160914" },
  surface: { light: "#fffcf8", dark: "#291726" },
  line: { light: "#ded2c9", dark: "#402f3e" },
  ink: { light: "#261522", dark: "#f4efe9" },
  quiet: { light: "#604f5c", dark: "#baabb1" },
  velvet: { light: "#970f30", dark: "#ec6775" },
  onVelvet: { light: "#fef9f3", dark: "#1e0a16" },
} as const;

const WIDTH = 600;
const FACE = "font-family:'Segoe UI',Roboto,Helvetica,Arial,sans-serif;";
const light = (name: keyof typeof mailColours) => mailColours[name].light;
const dark = (name: keyof typeof mailColours) => `${mailColours[name].dark} !important`;

const SHEET = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
body { margin: 0; padding: 0; }
@media (prefers-color-scheme: dark) {
  .paper { background-color: ${dark("paper")}; }
  .surface { background-color: ${dark("surface")}; }
  .line { border-color: ${dark("line")}; }
  .ink { color: ${dark("ink")}; }
  .quiet { color: ${dark("quiet")}; }
  .button { background-color: ${dark("velvet")}; }
  .button a { color: ${dark("onVelvet")}; }
}
@media (max-width: 480px) {
  .edge { padding-left: 16px !important; padding-right: 16px !important; }
  .stacked { display: block !important; width: auto !important; text-align: start !important; }
  .stacked + .stacked { padding-top: 0 !important; }
}`;

/** The whole document, with user input escaped. */
export function mailHtml(content: MailContent): string {
  return `<!doctype html>${renderToString(<Mail {...content} />)}`;
}

function Mail({ locale, subject, isAboutBooking, body, event, tickets, ticketsLeftOut }: MailContent) {
  const language = languageOf(locale);
  const words = wordsFor(locale);
  return (
    <html lang={language} dir={directionOf(language)}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{subject}</title>
        <style dangerouslySetInnerHTML={{ __html: SHEET }} />
      </head>
      <body class="paper" style={`margin:0;padding:0;background-color:${light("paper")};`}>
        <Table width="100%" class="paper" style={`background-color:${light("paper")};`}>
          <tr>
            <td align="center" style="padding:24px 0;">
              <Table
                width={WIDTH}
                class="surface"
                style={`width:100%;max-width:${WIDTH}px;background-color:${light("surface")};`}
              >
                {event && <EventHead {...event} />}
                <tr>
                  <td class="edge" style="padding:20px 32px 28px;">
                    {body.map((part, index) =>
                      part.kind === "seats" && tickets.length > 0
                        ? <Tickets key={index} tickets={tickets} leftOut={ticketsLeftOut} words={words} />
                        : <PartOfMail key={index} part={part} words={words} />
                    )}
                  </td>
                </tr>
              </Table>
              <p class="quiet" style={`${FACE}margin:16px 0 0;font-size:13px;color:${light("quiet")};`}>
                {isAboutBooking ? words.mail.sender : words.mail.senderOfAccount}
              </p>
            </td>
          </tr>
        </Table>
      </body>
    </html>
  );
}

/** A table for layout only. */
function Table({ children, width, ...more }: {
  children: ComponentChildren;
  width: number | string;
  class?: string;
  style?: string;
}) {
  return (
    <table role="presentation" width={width} cellPadding="0" cellSpacing="0" {...more}>
      <tbody>{children}</tbody>
    </table>
  );
}

/**
 * The event's title: set in its picture, as wide as the email; without a picture, or if pictures are not shown, as text
 * in the poster's colours.
 */
function EventHead({ title, ground, ink, picture }: NonNullable<MailContent["event"]>) {
  const letters = `${FACE}font-size:28px;line-height:1.2;font-weight:800;color:${ink};`;
  if (picture) {
    return (
      <tr>
        <td style={`background-color:${ground};`}>
          <h1 dir="auto" style={`${letters}margin:0;`}>
            <img
              src={`cid:${picture.cid}`}
              width={WIDTH}
              alt={title}
              style={`${letters}display:block;width:100%;height:auto;border:0;`}
            />
          </h1>
        </td>
      </tr>
    );
  }
  return (
    <tr>
      <td class="edge" style={`padding:28px 32px;background-color:${ground};`}>
        <p style={`${FACE}margin:0 0 6px;font-size:14px;font-weight:700;letter-spacing:0.02em;color:${ink};`}>
          Aisle
        </p>
        <h1 dir="auto" style={`${letters}margin:0;`}>{title}</h1>
      </td>
    </tr>
  );
}

const PARAGRAPH = `${FACE}margin:0 0 16px;font-size:16px;line-height:1.5;color:${light("ink")};`;

function PartOfMail({ part, words }: { part: Part; words: Words }) {
  switch (part.kind) {
    case "text":
      return <p class="ink" dir="auto" style={PARAGRAPH}>{withBreaks(part.text.split("\n"))}</p>;
    case "lines":
      return <p class="ink" dir="auto" style={`${PARAGRAPH}font-weight:700;`}>{withBreaks(part.lines)}</p>;
    case "seats":
      return (
        <p class="ink" dir="auto" style={PARAGRAPH}>
          {withBreaks(part.seats.map((seat) => seatLine(seat, words)))}
        </p>
      );
    case "link":
      return <Button address={part.address} label={part.label} />;
    default:
      return part satisfies never;
  }
}

function withBreaks(lines: string[]): ComponentChildren {
  return lines.map((line, index) => <Fragment key={index}>{index > 0 && <br />}{line}</Fragment>);
}

/** A coloured cell: the only kind of button that every mail client draws. The URL is repeated as text below. */
function Button({ address, label }: { address: string; label: string }) {
  return (
    <>
      <Table width="auto" style="margin:8px 0 12px;">
        <tr>
          <td class="button" style={`background-color:${light("velvet")};border-radius:6px;`}>
            <a
              href={address}
              style={`${FACE}display:inline-block;padding:12px 24px;font-size:16px;font-weight:700;text-decoration:none;color:${
                light("onVelvet")
              };`}
            >
              {label}
            </a>
          </td>
        </tr>
      </Table>
      <p
        class="quiet"
        style={`${FACE}margin:0;font-size:13px;line-height:1.5;word-break:break-all;color:${light("quiet")};`}
      >
        {address}
      </p>
    </>
  );
}

/** Such as "Row C, seat 12"; null for a standing place. */
function nameInSection({ row, number }: MailTicket, { mail }: Words): string | null {
  if (!number) return null;
  const seat = isolated(number);
  return row ? mail.rowAndSeat({ row: isolated(row), seat }) : mail.seat({ seat });
}

/** One block per ticket: the seat in large letters, and the QR code, always black on white. */
function Tickets(
  { tickets, leftOut, words }: { tickets: MailTicket[]; leftOut: number; words: Words },
) {
  return (
    <>
      {tickets.map((ticket, index) => {
        const { section, qr } = ticket;
        const seat = nameInSection(ticket, words);
        const line = `border-top:1px dashed ${light("line")};`;
        return (
          <Table key={qr.cid} width="100%" class="line" style={line}>
            <tr>
              <td class="stacked" valign="top" style="padding:16px 16px 16px 0;">
                <p class="quiet" style={`${FACE}margin:0 0 4px;font-size:13px;color:${light("quiet")};`}>
                  {words.mail.ticketOf({ n: index + 1, count: tickets.length + leftOut })}
                </p>
                <p
                  class="ink"
                  dir="auto"
                  style={`${FACE}margin:0;font-size:22px;line-height:1.25;font-weight:800;color:${
                    light("ink")
                  };`}
                >
                  {seat ?? section}
                </p>
                {seat && (
                  <p
                    class="ink"
                    dir="auto"
                    style={`${FACE}margin:4px 0 0;font-size:16px;color:${light("ink")};`}
                  >
                    {section}
                  </p>
                )}
              </td>
              <td class="stacked" align="right" style="padding:16px 0;">
                <img
                  src={`cid:${qr.cid}`}
                  width={qr.side}
                  height={qr.side}
                  alt={words.mail.qrCode({ seat: seatLine(ticket, words) })}
                  style="display:inline-block;border:0;background-color:#ffffff;"
                />
              </td>
            </tr>
          </Table>
        );
      })}
      {leftOut > 0 && <p class="ink" style={PARAGRAPH}>{words.mail.ticketsLeftOut({ count: leftOut })}</p>}
      <Table width="100%" class="line" style={`border-top:1px dashed ${light("line")};margin-bottom:16px;`}>
        <tr>
          <td style="font-size:0;line-height:0;">&nbsp;</td>
        </tr>
      </Table>
    </>
  );
}
