// Written by `deno task words` from messages/en.json.
import type { ComponentChildren } from "preact";

/** What draws the inside of a tag. */
type Tag = (inner: ComponentChildren) => ComponentChildren;

export interface Words {
  layout: {
    /** Skip to content */
    skipToContent: string;
    /** Main */
    mainNavigation: string;
    /** Events */
    events: string;
    /** Admin */
    admin: string;
    /** Sign in */
    signIn: string;
    /** Sign out */
    signOut: string;
    /** Account */
    account: string;
    /** Bookings and tickets */
    bookingsAndTickets: string;
    /** Messages */
    messages: string;
    /** {scheme, select, dark {Switch to dark colours} light {Switch to light colours} other {}} */
    switchScheme(args: { scheme: "dark" | "light" }): string;
    /** Aisle, seats without the scramble. */
    footer: string;
    /** About this site */
    aboutThisSite: string;
    /** All events */
    allEvents: string;
    /** API */
    api: string;
    /** This is a demonstration. No payment is taken, and tickets are not valid. */
    demonstration: string;
    /** (optional) */
    optional: string;
    /** Pages */
    pages: string;
    /** Back to the first */
    backToFirst: string;
    /** Show more */
    showMore: string;
    /** from <price></price> */
    priceFrom(args: { price: Tag }): ComponentChildren;
  };
  errorPages: {
    other: {
      /** Something went wrong on our side */
      title: string;
      /** It has been written down. If you tell us about it, give this number: {requestId} */
      text(args: { requestId: string }): string;
    };
    "not-found": {
      /** This page does not exist */
      title: string;
      /** The address may be mistyped, or what was here is over. */
      text: string;
    };
    "method-not-allowed": {
      /** This page does not take that */
      title: string;
      /** Nothing was changed. Open the page itself and start from there. */
      text: string;
    };
    unauthenticated: {
      /** Sign in first */
      title: string;
      /** This page knows you by your account. What you hold stays yours meanwhile. */
      text: string;
    };
    "body-timeout": {
      /** Your form did not arrive in time */
      title: string;
      /** Nothing was saved. The connection may be slow: go back and send it again. */
      text: string;
    };
    "body-too-large": {
      /** That was too much for one form */
      title: string;
      /** Nothing was saved. Go back, shorten what you wrote and send it again. */
      text: string;
    };
    "cross-site": {
      /** We did not take that */
      title: string;
      /** The form was sent from another site. Open the page here and send it again. */
      text: string;
    };
    "rate-limited": {
      /** That was a lot at once */
      title: string;
      /** Wait a minute, then try again. Seats that you hold stay yours until their clock runs out. */
      text: string;
    };
    unavailable: {
      /** We are not quite there */
      title: string;
      /** Something we depend on is restarting. It takes a few seconds; nothing of yours is lost. */
      text: string;
    };
    /** See what is on */
    seeWhatIsOn: string;
    /** Sign in */
    signIn: string;
    /** Start again */
    startAgain: string;
    /** Try again */
    tryAgain: string;
    forbidden: {
      /** This door is for staff */
      title: string;
      /** Your account does not open it. If it should, ask an administrator for the role. */
      text: string;
    };
  };
}
