// Written by `deno task words` from messages/en.json.
import type { ComponentChildren } from "preact";

/** Renders the content of a tag. */
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
    /** Language */
    language: string;
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
    /** {title} · Aisle */
    documentTitle(args: { title: string }): string;
  };
  checkout: {
    /** Book your seats */
    bookYourSeats: string;
    /** Pay for your seats */
    payForYourSeats: string;
    /** What you’re booking */
    whatYouAreBooking: string;
    /** Where your seats are in the hall */
    seatsInTheHall: string;
    /** These seats are yours until <time></time> (<city></city> time). */
    keptUntil(args: { city: Tag; time: Tag }): ComponentChildren;
    /** Your seats */
    yourSeats: string;
    /** Total <price></price> */
    total(args: { price: Tag }): ComponentChildren;
    /** {seat}: {note}. */
    seatNote(args: { note: string; seat: string }): string;
    /** Change seats */
    changeSeats: string;
    changed: {
      /** Your seats have changed */
      title: string;
      /** Added: {seats} */
      added(args: { seats: string }): string;
      /** Removed: {seats} */
      removed(args: { seats: string }): string;
      /** New total: <now></now> */
      total(args: { now: Tag }): ComponentChildren;
      /** New total: <now></now> (was <before></before>) */
      totalBefore(args: { before: Tag; now: Tag }): ComponentChildren;
      /** They were changed in another window. Nothing was charged. */
      explanation: string;
    };
    card: {
      /** Card number */
      number: string;
      /** Name on the card */
      name: string;
      /** Expiry date */
      expiry: string;
      /** MM/YY */
      expiryFormat: string;
      /** Enter the full card number. */
      numberIncomplete: string;
      /** Enter the name as it appears on the card. */
      nameMissing: string;
      /** Enter the month and year, such as 09/29. */
      expiryMissing: string;
      /** This card has expired. Use another one. */
      expired: string;
    };
    testCards: {
      /** No real money: try one of these test cards */
      summary: string;
      /** Card */
      card: string;
      /** What happens */
      whatHappens: string;
      /** {token, select, tok_approve {Approved} tok_decline {Declined} tok_timeout {No response} tok_late {Approved, but too late} tok_random {Almost always approved} other {}} */
      outcome(args: { token: "tok_approve" | "tok_decline" | "tok_timeout" | "tok_late" | "tok_random" }): string;
      /** Any other */
      anyOther: string;
      /** Any name and any future month will do. The card number is never stored. */
      anyNameAndMonth: string;
    };
    guest: {
      /** Your details */
      title: string;
      /** Email */
      email: string;
      /** We’ll send your tickets to this address. */
      emailHint: string;
      /** Enter an email address, such as ada@example.org. */
      emailMissing: string;
      /** Name (optional) */
      name: string;
    };
    /** These places are kept for wheelchair users and their companions. Someone in our group needs them. */
    needConfirmed: string;
    /** Confirm that the place is needed, or choose other seats. */
    needUnconfirmed: string;
    /** I agree to the <link>terms</link> of this booking */
    termsAgreed(args: { link: Tag }): ComponentChildren;
    /** Agree to the terms, or go back to the seats. */
    termsNotAgreed: string;
    /** Pay <total></total> */
    pay(args: { total: Tag }): ComponentChildren;
    /** Paying… */
    paying: string;
    /** Book free of charge */
    book: string;
    /** Booking… */
    booking: string;
    /** There was no response, so you may be offline. Your seats are still yours. Press Pay again: you’re never charged twice. */
    noAnswer: string;
  };
  checkoutPage: {
    /** Book {event} */
    titleFree(args: { event: string }): string;
    /** Pay for {event} */
    titlePaid(args: { event: string }): string;
    /** Booking steps */
    steps: string;
    /** {step, select, seats {Seats} details {Details} booking {Booking} payment {Payment} tickets {Tickets} other {}} */
    step(args: { step: "seats" | "details" | "booking" | "payment" | "tickets" }): string;
    /** <step></step><hidden>, done</hidden> */
    stepDone(args: { hidden: Tag; step: Tag }): ComponentChildren;
    /** More time */
    moreTime: string;
    /** Terms */
    termsTitle: string;
    /** A ticket admits one person, once. You can cancel until <time></time> for a full refund. If the event doesn’t take place, you are refunded in full automatically. */
    termsCancellable(args: { time: Tag }): ComponentChildren;
    /** A ticket admits one person, once. This booking can’t be cancelled. If the event doesn’t take place, you are refunded in full automatically. */
    termsFinal: string;
    /** The tickets go to <email></email> and your account. */
    recipient(args: { email: Tag }): ComponentChildren;
    /** Who gets the tickets? */
    whoGetsTheTickets: string;
    /** Book as a guest below, or sign in to have the tickets in your account. Your seats stay yours in the meantime. */
    whyAccount: string;
    /** I’m new here */
    newHere: string;
    /** Create an account */
    createAccount: string;
    /** Create account and continue */
    createAccountAndContinue: string;
    /** I have an account */
    haveAccount: string;
    /** Sign in */
    signIn: string;
    /** Sign in and continue */
    signInAndContinue: string;
    /** Your time for these seats is up */
    timeIsUp: string;
    /** Nothing was charged. {seats} */
    nothingCharged(args: { seats: string }): string;
    /** Take the same seats again */
    holdAgain: string;
    /** Take the ones that are free */
    holdFree: string;
    /** Back to the seats */
    backToSeats: string;
    refusal: {
      /** The form didn’t include the seats and total you saw, so nothing was charged. Check the seats and the total, then send it again. */
      incomplete: string;
      /** One person can buy at most {limit, plural, one {# seat} other {# seats}} here, including earlier bookings. Nothing was charged. */
      limitExceeded(args: { limit: number }): string;
      /** At most {limit, plural, one {# seat} other {# seats}} can be booked here with one email address, including earlier bookings. Nothing was charged. */
      limitOfGuest(args: { limit: number }): string;
      /** One of these seats is no longer free. Nothing was charged. Go back and choose another. */
      seatsUnavailable: string;
      /** Sales have ended, so this can’t be booked. Nothing was charged. */
      notOnSale: string;
      /** This form has already been sent. Check your bookings, or send it again. */
      alreadySent: string;
      /** Your time for these seats is up. Nothing was charged. */
      holdExpired: string;
      /** These seats aren’t free of charge. Nothing was charged. Enter a card to pay for them. */
      notFree: string;
    };
  };
  waiting: {
    /** This usually takes a few seconds, and this page updates automatically. You can also close it: we’ll email you. */
    usual: string;
    /** The bank is taking longer than usual. We’ll wait up to {unit, select, minutes {{clock} minutes} seconds {{seconds, plural, one {# second} other {# seconds}}} other {}} more. Your seats are kept in the meantime. You can close this page: we’ll email you either way. */
    slow(args: { clock: string; seconds: number; unit: "minutes" | "seconds" }): string;
    /** Still no response from the bank. If there is none within {unit, select, minutes {{clock} minutes} seconds {{seconds, plural, one {# second} other {# seconds}}} other {}}, your seats are released. If your payment arrives after that, you get the same seats if they are free, or a refund. You can close this page: we’ll email you either way. */
    silent(args: { clock: string; seconds: number; unit: "minutes" | "seconds" }): string;
    /** The bank didn’t respond in time. We’re closing this payment, and this page will show the outcome in a moment. */
    late: string;
  };
  bookings: {
    /** {status, select, pending {Payment pending: {event}} confirmed {Tickets: {event}} failed {Not booked: {event}} cancelled {Cancelled: {event}} refunded {Refunded: {event}} other {}} */
    title(args: { event: string; status: "pending" | "confirmed" | "failed" | "cancelled" | "refunded" }): string;
    status: {
      /** Payment pending */
      pending: string;
      /** Confirmed */
      confirmed: string;
      /** Not booked */
      failed: string;
      /** Payment unclear */
      unclear: string;
      /** Refund on its way */
      refundPending: string;
      /** Refunded */
      refunded: string;
      /** Cancelled */
      cancelled: string;
    };
    /** {count, plural, one {# seat} other {# seats}}, <code></code> */
    seatCountAndCode(args: { code: Tag; count: number }): ComponentChildren;
    /** {seats}, <code></code> */
    seatListAndCode(args: { code: Tag; seats: string }): ComponentChildren;
    /** {position, selectordinal, =1 {First} =2 {Second} =3 {Third} =4 {Fourth} =5 {Fifth} one {#st} two {#nd} few {#rd} other {#th}} attempt {outcome, select, declined {declined} failed {failed} other {}} at {time} */
    attempt(args: { outcome: "declined" | "failed"; position: number; time: string }): string;
    /** Your payment is being processed */
    paymentPending: string;
    /** You are going */
    youAreGoing: string;
    /** Booking <code></code>. Your tickets are here and in <link>your messages</link>. */
    ticketsAreHere(args: { code: Tag; link: Tag }): ComponentChildren;
    /** Booking <code></code>. Your tickets are here, and we’ve sent them to <email></email>. */
    guestTicketsAreHere(args: { code: Tag; email: Tag }): ComponentChildren;
    /** Tickets as PDF */
    ticketsAsPdf: string;
    /** Add to calendar */
    addToCalendar: string;
    /** What’s next */
    whatNext: string;
    /** Keep your tickets: this page also opens offline, and you can print the PDF. */
    keepTickets: string;
    /** Keep your tickets: the link in our email opens this page, and you can print the PDF. */
    keepGuestTickets: string;
    /** Come to <place></place> by <start></start>. */
    comeBy(args: { place: Tag; start: Tag }): ComponentChildren;
    /** Come to <place></place>: doors open at <doors></doors>, and it starts at <start></start>. */
    comeWithDoors(args: { doors: Tag; place: Tag; start: Tag }): ComponentChildren;
    /** Show each QR code once at the door. Each ticket admits one person. */
    showAtDoor: string;
    joining: {
      /** Keep this booking in an account */
      title: string;
      /** Your account has the same email address, <email></email>. You’ll find the tickets there, and the link in our email stops working. */
      join(args: { email: Tag }): ComponentChildren;
      /** Add to my account */
      button: string;
      /** <signIn>Sign in</signIn> or <register>create an account</register> with <email></email> to find your tickets there. */
      signIn(args: { email: Tag; register: Tag; signIn: Tag }): ComponentChildren;
      /** Your account has the same email address, <email></email>. Confirm it in <link>your account</link>, then you can add this booking. */
      confirm(args: { email: Tag; link: Tag }): ComponentChildren;
      /** Your account would have more than {limit, plural, one {# seat} other {# seats}} for this event, so the booking wasn’t added. Its link still works. */
      limitExceeded(args: { limit: number }): string;
    };
    erasing: {
      /** Erase my name and email */
      summary: string;
      /** Your name, your email address and our messages to you will be erased, and the link in our email will stop working. Your tickets stay valid: save the PDF first. This can’t be undone. */
      text: string;
      /** Erase them */
      button: string;
      /** Your name and email address have been erased. Once you leave this page, it can’t be opened again. */
      done: string;
    };
    cancelling: {
      /** Cancel this booking */
      summary: string;
      /** Your tickets become invalid, and your seats are released for others. <refund></refund> goes back to your card. You can cancel until <time></time>. */
      withRefund(args: { refund: Tag; time: Tag }): ComponentChildren;
      /** Your tickets become invalid, and your seats are released for others. There is nothing to refund. You can cancel until <time></time>. */
      withoutRefund(args: { time: Tag }): ComponentChildren;
      /** Cancel and get a refund */
      cancelAndRefund: string;
      /** Cancel the booking */
      cancel: string;
      /** The form didn’t include the refund you saw, so nothing was cancelled. Check the refund, then cancel again. */
      incomplete: string;
      /** Your refund has changed: it is <refund></refund> now. Nothing was cancelled. If that is what you want, cancel again. */
      refundChanged(args: { refund: Tag }): ComponentChildren;
    };
    /** Try again */
    tryAgain: string;
    /** Back to the seats */
    backToSeats: string;
    failure: {
      unclear: {
        /** No response from the bank yet */
        title: string;
        /** We waited as long as we could, then released your seats. If a payment still arrives, you get your seats if they are free, or a full refund. Either way we’ll email you. */
        text: string;
      };
      "payment-declined": {
        /** The bank said no */
        title: string;
        /** Nothing was charged. The seats are free again, for you too. */
        text: string;
        /** Nothing was charged, and your seats are kept for {minutes, plural, one {a minute} other {# minutes}}. */
        textKept(args: { minutes: number }): string;
      };
      "payment-timeout": {
        /** The bank didn’t respond */
        title: string;
        /** Nothing was charged, and nothing will be. The seats are free again, for you too. */
        text: string;
      };
      "seats-lost": {
        /** The seats are gone */
        title: string;
        /** Someone else has them now. Anything charged goes back to your card. */
        text: string;
      };
      "event-cancelled": {
        /** The event was cancelled */
        title: string;
        /** Anything charged goes back to your card. */
        text: string;
      };
      other: {
        /** This booking failed */
        title: string;
        /** Nothing was charged. The seats are free again, for you too. */
        text: string;
      };
    };
    /** This booking is cancelled */
    bookingCancelled: string;
    /** This booking was refunded */
    bookingRefunded: string;
    /** Booking <code></code>. Its tickets are no longer valid. */
    noLongerValid(args: { code: Tag }): ComponentChildren;
    /** Remove it from your calendar */
    removeFromCalendar: string;
    /** Back to the event */
    backToEvent: string;
    /** <refund></refund> went back to your card. */
    refundDone(args: { refund: Tag }): ComponentChildren;
    /** <refund></refund> is on its way back to your card. */
    refundPending(args: { refund: Tag }): ComponentChildren;
    /** What you booked */
    whatWasBooked: string;
    summary: {
      /** Seats and prices */
      caption: string;
      /** Seat */
      seat: string;
      /** Price */
      price: string;
      /** returned */
      givenBack: string;
      /** Total */
      total: string;
    };
    /** You’re offline. These are your tickets as this device last saw them. */
    offlineTickets: string;
    /** You’re offline, and your payment continues without this device. Once you’re back online you’ll see the outcome here, and we’ll email you. */
    offlinePayment: string;
  };
  tickets: {
    /** Tickets */
    tickets: string;
    /** Choose a ticket */
    chooseTicket: string;
    /** {n, number} of {count, number} */
    position(args: { count: number; n: number }): string;
    /** Ticket {n, number} of {count, number}, {seat} */
    ticketOf(args: { count: number; n: number; seat: string }): string;
    /** Show full screen */
    fullScreen: string;
    /** Show full screen: ticket {n, number} */
    fullScreenOf(args: { n: number }): string;
    /** Tickets, full screen */
    ticketsFullScreen: string;
    /** Previous ticket */
    previous: string;
    /** Next ticket */
    next: string;
    /** Close */
    close: string;
    /** QR code of the ticket */
    qrCode: string;
    /** Doors <time></time> */
    doors(args: { time: Tag }): ComponentChildren;
    /** Section */
    section: string;
    /** Place */
    place: string;
    /** Row */
    row: string;
    /** Seat */
    seat: string;
    /** Not valid */
    notValid: string;
  };
  mail: {
    /** Hello {name}, */
    greeting(args: { name: string }): string;
    /** Hello, */
    greetingNoName: string;
    /** Nothing was charged. */
    nothingCharged: string;
    /** No money is refunded. */
    nothingRefunded: string;
    /** {refund} is on its way back to you. */
    refundOnItsWay(args: { refund: string }): string;
    /** A fee of {fee} was kept. */
    feeKept(args: { fee: string }): string;
    /** The organizer writes: {note} */
    organizerWrites(args: { note: string }): string;
    /** Open the booking */
    openBooking: string;
    confirmation: {
      /** Your tickets for {event} */
      subject(args: { event: string }): string;
      /** You’re going to {event}. */
      youAreGoing(args: { event: string }): string;
      /** {time} */
      starts(args: { time: string }): string;
      /** Doors open at {time} */
      doors(args: { time: string }): string;
      /** Booking {code}, {total} paid. */
      paid(args: { code: string; total: string }): string;
      /** Booking {code}, free of charge. */
      free(args: { code: string }): string;
      /** Open your tickets */
      openTickets: string;
      /** Your tickets, as a page and as a PDF:
{address} */
      ticketsAt(args: { address: string }): string;
    };
    notBooked: {
      /** Your booking for {event} didn’t go through */
      subject(args: { event: string }): string;
      /** The bank declined the payment for booking {code} ({event}). Nothing was charged. Your seats may be kept for a few more minutes: try again with another card. */
      declined(args: { code: string; event: string }): string;
      /** {event} was cancelled before your payment went through. If any money was taken, it is refunded automatically. */
      eventCancelled(args: { event: string }): string;
      /** The bank didn’t respond in time for booking {code} ({event}), so your seats are free again. Nothing was charged. */
      timedOut(args: { code: string; event: string }): string;
      /** The bank didn’t respond in time for booking {code} ({event}), so your seats are free again. If the payment still arrives, you get your seats if they are free, or a full refund. Either way we’ll email you. */
      unclear(args: { code: string; event: string }): string;
    };
    cancelled: {
      /** Your booking for {event} is cancelled */
      subject(args: { event: string }): string;
      /** {event} on {time} will not take place. */
      byOrganizer(args: { event: string; time: string }): string;
      /** Booking {code} for {event} on {time} is cancelled, and its tickets are no longer valid. */
      byBuyer(args: { code: string; event: string; time: string }): string;
    };
    refunded: {
      /** Your refund for {event} is on its way */
      subject(args: { event: string }): string;
      /** Your booking for {event} was cancelled */
      subjectNothing(args: { event: string }): string;
      /** {refund} for booking {code} is on its way back to you. */
      amount(args: { code: string; refund: string }): string;
      /** {event} was cancelled while your payment was being processed. */
      eventCancelled(args: { event: string }): string;
      /** Your payment for {event} arrived too late: the seats were no longer available. */
      seatsLost(args: { event: string }): string;
      /** The organizer has cancelled your booking for {event}. Its tickets are no longer valid. */
      byOrganizer(args: { event: string }): string;
    };
    partialRefund: {
      /** {refund} for {event} is on its way back */
      subject(args: { event: string; refund: string }): string;
      /** Your booking for {event} has fewer seats */
      subjectNothing(args: { event: string }): string;
      /** These tickets of booking {code} were cancelled and are no longer valid: */
      ticketsReturned(args: { code: string }): string;
      /** Your other tickets stay valid. */
      otherTicketsValid: string;
      /** The organizer is refunding {refund} of what you paid for {event} (booking {code}). */
      amount(args: { code: string; event: string; refund: string }): string;
      /** Your booking and your tickets stay valid. */
      bookingUnchanged: string;
    };
    change: {
      /** {event}: please note the change */
      subject(args: { event: string }): string;
      /** {event} has changed. */
      text(args: { event: string }): string;
      /** Before: {fact} */
      was(args: { fact: string }): string;
      /** Now: {fact} */
      now(args: { fact: string }): string;
      /** Reason: {reason} */
      reason(args: { reason: string }): string;
      /** Your booking {code} and its tickets stay valid. */
      ticketsValid(args: { code: string }): string;
      /** If it no longer suits you, you can cancel until {time} for a full refund. */
      cancelUntil(args: { time: string }): string;
    };
    /** Ticket {n, number} of {count, number} */
    ticketOf(args: { count: number; n: number }): string;
    /** Row {row}, seat {seat} */
    rowAndSeat(args: { row: string; seat: string }): string;
    /** Seat {seat} */
    seat(args: { seat: string }): string;
    /** QR code of the ticket for {seat} */
    qrCode(args: { seat: string }): string;
    /** {count, plural, one {# more ticket is on the page of your booking.} other {# more tickets are on the page of your booking.}} */
    ticketsLeftOut(args: { count: number }): string;
    /** Sent by Aisle about your booking. */
    sender: string;
    /** Sent by Aisle about your account. */
    senderOfAccount: string;
    account: {
      /** Set a new password */
      setNewPassword: string;
      confirm: {
        /** Confirm your email address */
        subject: string;
        /** Please confirm that {email} is your address. The link works once and expires in 24 hours. */
        text(args: { email: string }): string;
        /** If you don’t have an account with us, someone else entered your address. You can ignore this email. */
        notYou: string;
        /** Confirm your new email address */
        subjectNew: string;
        /** Please confirm that you want to use {email} for your account. The link works once and expires in 24 hours. Until then, keep signing in with your current address. */
        textNew(args: { email: string }): string;
        /** If you didn’t ask for this, you can ignore this email: nothing changes. */
        notYouNew: string;
        /** Confirm this address */
        link: string;
      };
      reset: {
        /** Set a new password */
        subject: string;
        /** You can set a new password for your account. The link works once and expires in one hour. You’ll then have to sign in again on all your devices. */
        text: string;
        /** If you didn’t ask for this, you can ignore this email: your password stays as it is. */
        notYou: string;
      };
      passwordChanged: {
        /** Your password was changed */
        subject: string;
        /** The password of your account has been changed, and your other devices have been signed out. */
        text: string;
        /** If that wasn’t you, set a new password now: */
        notYou: string;
      };
      emailChanging: {
        /** Your email address is about to change */
        subject: string;
        /** We received a request to change the email address of your account to {email}. Until that address is confirmed, keep signing in with this one. */
        text(args: { email: string }): string;
        /** If you didn’t ask for this, set a new password now. That stops the change: */
        notYou: string;
      };
      exists: {
        /** You already have an account */
        subject: string;
        /** Someone wants to use your email address for an account. If it was you, you already have an account with this address: sign in to it. If you’ve forgotten the password, you can set a new one. */
        text: string;
        /** If it wasn’t you, you don’t need to do anything. */
        notYou: string;
      };
      newDevice: {
        /** New sign-in to your account */
        subject: string;
        /** Someone signed in to your account on a new device: {device}. */
        text(args: { device: string }): string;
        /** If that wasn’t you, set a new password now, which signs out every device: */
        notYou: string;
        /** See where you’re signed in */
        devices: string;
      };
      factorChanged: {
        /** {change, select, on {Two-step verification is on} off {Two-step verification is off} appRemoved {Your authenticator app was removed} passkeyAdded {A passkey was added to your account} passkeyRemoved {A passkey was removed from your account} identityAdded {Single sign-on is connected to your account} identityRemoved {Single sign-on is disconnected from your account} other {}} */
        subject(args: { change: "on" | "off" | "appRemoved" | "passkeyAdded" | "passkeyRemoved" | "identityAdded" | "identityRemoved" }): string;
        /** {change, select, on {When you sign in with your password, you are now also asked for a code from your authenticator app.} off {Signing in to your account asks for your password only, and your recovery codes no longer work.} appRemoved {Codes from your authenticator app no longer work for your account. Your passkeys still do.} passkeyAdded {You can now sign in with the passkey “{passkey}”. When you sign in with your password, you are also asked for a passkey or a code.} passkeyRemoved {The passkey “{passkey}” can no longer be used to sign in to your account.} identityAdded {From now on, you can also sign in to your account with single sign-on.} identityRemoved {You can no longer sign in to your account with single sign-on.} other {}} */
        text(args: { change: "on" | "off" | "appRemoved" | "passkeyAdded" | "passkeyRemoved" | "identityAdded" | "identityRemoved"; passkey: string }): string;
        /** If that wasn’t you, set a new password now, and check your account’s security settings. */
        notYou: string;
      };
      wrongCodes: {
        /** Wrong codes were entered for your account */
        subject: string;
        /** Someone who knows your password entered several wrong codes. No code will be accepted for 15 minutes. */
        text: string;
        /** If that wasn’t you, set a new password now: */
        notYou: string;
      };
    };
  };
  ticketPdf: {
    /** {event}: tickets of booking {code} */
    title(args: { code: string; event: string }): string;
    /** {time} */
    starts(args: { time: string }): string;
    /** Doors {time} */
    doors(args: { time: string }): string;
    /** Booking */
    booking: string;
    /** Ticket {n, number} of {count, number} */
    ticketOf(args: { count: number; n: number }): string;
  };
  calendar: {
    /** Booking {code} */
    booking(args: { code: string }): string;
  };
  account: {
    /** Name */
    name: string;
    /** Email */
    email: string;
    /** Password */
    password: string;
    /** At least 8 characters. A few plain words are easy to remember and hard to guess. */
    passwordHint: string;
    errors: {
      /** Enter your name, up to 100 characters. */
      name: string;
      /** Enter your full email address, such as name@example.org. */
      email: string;
      /** There is already an account with this email. Sign in instead. */
      emailTaken: string;
      /** Use 8 to 200 characters. */
      passwordLength: string;
      /** {weakness, select, common {This is one of the most common passwords. Choose another one.} repeating {This password repeats the same few characters. Choose another one.} sequence {This password is a sequence of neighbouring characters. Choose another one.} context {This password contains little more than words from this site. Add words that have nothing to do with it.} own {This password contains little more than your name or email. Add words that have nothing to do with you.} other {}} */
      weakPassword(args: { weakness: "common" | "repeating" | "sequence" | "context" | "own" }): string;
    };
    wrong: {
      /** Wrong email or password */
      title: string;
      /** Check both and try again. Seats you hold stay yours in the meantime. */
      text: string;
    };
    tooMany: {
      /** Too many attempts */
      title: string;
      /** Wait {seconds, plural, one {# second} other {# seconds}}, then try again. Seats you hold stay yours in the meantime. */
      text(args: { seconds: number }): string;
    };
    tooManyCodes: {
      /** Too many wrong codes */
      title: string;
      /** Wait {minutes, plural, one {# minute} other {# minutes}}, then sign in again. */
      text(args: { minutes: number }): string;
    };
    challengeExpired: {
      /** Sign in again */
      title: string;
      /** More than five minutes have passed. */
      text: string;
    };
    /** Code */
    code: string;
    /** 6 digits from your authenticator app. If you can’t open it, enter a recovery code. */
    codeHint: string;
    /** {methods, select, passkey {One more step: use your passkey.} both {One more step: use your passkey, or enter a code.} totp {One more step: enter a code.} other {}} */
    secondStep(args: { methods: "passkey" | "both" | "totp" }): string;
    /** Recovery code */
    recoveryCode: string;
    /** For when you don’t have your passkey with you. */
    recoveryHint: string;
    passkey: {
      /** Sign in with a passkey */
      signIn: string;
      /** Use a passkey */
      use: string;
      /** Confirm with a passkey */
      confirm: string;
      /** Or enter your password and a code: */
      orPassword: string;
      /** No passkey was used. Try again, or choose another way. */
      failed: string;
      /** This browser can’t use passkeys. */
      unsupported: string;
      /** Passkeys need JavaScript, which is off in this browser. */
      needsScript: string;
    };
    /** Sign in */
    signIn: string;
    /** New here? <link>Create an account</link> */
    newHere(args: { link: Tag }): ComponentChildren;
    /** Create an account */
    register: string;
    /** So that nobody else can use your tickets. Seats you hold come with you. */
    whyRegister: string;
    /** Create account */
    createAccount: string;
    /** Have an account? <link>Sign in</link> */
    haveAccount(args: { link: Tag }): ComponentChildren;
    /** Account */
    account: string;
    /** Bookings */
    bookings: string;
    /** Messages */
    messages: string;
    /** Security */
    security: string;
    /** Your next event */
    nextEvent: string;
    /** Nothing planned */
    nothingPlanned: string;
    /** Your next event appears here as a ticket. */
    nextEventHere: string;
    /** See what’s on */
    seeWhatIsOn: string;
    /** Open the booking */
    openBooking: string;
    /** Open all tickets ({count, number}) */
    openTickets(args: { count: number }): string;
    /** Profile */
    profile: string;
    /** Saved */
    saved: string;
    /** Language, dates and prices */
    datesAndPrices: string;
    /** Use browser language */
    browserLanguage: string;
    /** Save */
    save: string;
    /** Signed-in devices */
    devices: string;
    /** This device */
    thisDevice: string;
    /** Last used <day></day> */
    lastUsed(args: { day: Tag }): ComponentChildren;
    /** Sign out<hidden>: {device}</hidden> */
    signOut(args: { device: string; hidden: Tag }): ComponentChildren;
    /** Sign out all other devices */
    signOutOthers: string;
    device: {
      /** {browser} on {system} */
      onSystem(args: { browser: string; system: string }): string;
      /** A browser */
      browser: string;
      /** A program */
      program: string;
    };
    yourData: {
      /** Your data */
      title: string;
      /** Everything stored about you: your account, devices, held seats, bookings, messages and activity. */
      text: string;
      /** Download as PDF */
      pdf: string;
      /** Download as JSON */
      json: string;
    };
    /** Delete account */
    deleteAccount: string;
    /** Your name, email and password are removed, the text of your messages is erased, and every device is signed out. Organizers keep your bookings without your name. */
    whatDeletes: string;
    /** Download your data and your tickets first: you can’t open them here afterwards. Your tickets stay valid. */
    beforeDeleting: string;
    lastAdmin: {
      /** You are the only administrator */
      title: string;
      /** Without your account, nobody could change roles any more. Make someone else an administrator first, then delete your account. */
      text: string;
      /** Go to the accounts */
      link: string;
    };
    /** This isn’t the password of your account. Nothing was changed. */
    notThePassword: string;
    /** Enter your password. */
    proofMissing: string;
    /** This code is wrong or has already been used. Enter the current one. */
    wrongCode: string;
    /** Codes from your app can’t be checked here any more. Enter a recovery code, then set the app up again. */
    appUnreadable: string;
    /** This passkey wasn’t accepted. Try again, or use another way. */
    wrongPasskey: string;
    /** Delete for good */
    deleteForGood: string;
    /** Keep account */
    keepAccount: string;
    /** Bookings and tickets */
    bookingsAndTickets: string;
    /** No tickets yet */
    noTickets: string;
    /** Your bookings appear here as soon as you pay, and open offline once you have viewed them. */
    ticketsHere: string;
    /** Upcoming */
    upcoming: string;
    /** Past and cancelled */
    past: string;
    /** Older bookings */
    olderBookings: string;
    /** What we sent to {email}, newest first. */
    sentTo(args: { email: string }): string;
    /** No messages yet */
    noMessages: string;
    /** Confirmations, cancellations and refunds are emailed to you and kept here. */
    messagesHere: string;
    /** Older messages */
    olderMessages: string;
    toConfirm: {
      /** Confirm your email address */
      title: string;
      /** We sent a link to {email}. Open it to confirm that the address is yours. */
      text(args: { email: string }): string;
      /** Send it again */
      again: string;
      /** We’ve sent another link to {email}. */
      sent(args: { email: string }): string;
      /** We’ve sent several links in the last hour. Check your spam folder, or ask for another one later. */
      tooMany: string;
    };
    confirm: {
      /** Confirm your email address */
      title: string;
      /** Confirm that {email} is your address. */
      text(args: { email: string }): string;
      /** Confirm {email} as the new address of your account. From then on, you sign in with it. */
      textNew(args: { email: string }): string;
      /** Confirm this address */
      button: string;
      /** Your email address is confirmed */
      done: string;
      /** You can close this page. */
      doneText: string;
      /** This link has already been used */
      used: string;
      /** If it was you who opened it, your address is confirmed and there is nothing left to do. */
      usedText: string;
      /** This link no longer works */
      gone: string;
      /** It has expired or is incomplete. Sign in and ask for a new one on your account page. */
      goneText: string;
      /** This address is in use */
      taken: string;
      /** It now belongs to another account. Choose a different one, or sign in to that account. */
      takenText: string;
      /** Go to your account */
      toAccount: string;
    };
    forgot: {
      /** Forgot your password? */
      link: string;
      /** Set a new password */
      title: string;
      /** Enter the email address of your account. We’ll send you a link. */
      text: string;
      /** Send the link */
      button: string;
      /** Check your email */
      sent: string;
      /** If there is an account with this address, we’ve sent it a link, which works for an hour. If nothing arrives, check your spam folder, or check the address and try again. */
      sentText: string;
      /** Try again */
      again: string;
    };
    reset: {
      /** Set a new password */
      title: string;
      /** For the account of {email}. All its devices will be signed out. */
      text(args: { email: string }): string;
      /** Set the password */
      button: string;
      /** Your new password is set */
      done: string;
      /** All devices were signed out. Sign in with the new password. */
      doneText: string;
      /** This link has already been used */
      used: string;
      /** If it was you who used it, sign in with the new password. If you asked for several links, only the latest works. */
      usedText: string;
      /** This link no longer works */
      gone: string;
      /** It has expired or is incomplete. Ask for a new one. */
      goneText: string;
      /** Ask for a new link */
      newLink: string;
    };
    /** New password */
    newPassword: string;
    /** Current password */
    currentPassword: string;
    changePassword: {
      /** Change password */
      title: string;
      /** Change password */
      button: string;
      /** Your password has been changed */
      done: string;
      /** All other devices were signed out. */
      doneText: string;
      /** This isn’t your current password. */
      wrong: string;
      /** Your account has no password, since it was created with single sign-on. We can send you a link to set one. */
      none: string;
    };
    changeEmail: {
      /** Change email address */
      title: string;
      /** You sign in with {email}. */
      current(args: { email: string }): string;
      /** New email */
      newEmail: string;
      /** Send a link to the new address */
      button: string;
      /** Waiting for confirmation */
      pending: string;
      /** We’ve sent a link to {email}. Until you open it, keep signing in with {current}. */
      pendingText(args: { current: string; email: string }): string;
      /** Cancel the change */
      cancel: string;
      /** The change was cancelled */
      cancelled: string;
      /** You’ve asked for several changes in the last hour. Try again later. */
      tooMany: string;
    };
  };
  security: {
    /** Two-step verification */
    twoStep: string;
    /** After your password, signing in also asks for a code from an app on your phone. Someone who only has your password can’t get in. */
    explained: string;
    /** On. Signing in asks for a code from your authenticator app. */
    isOn: string;
    /** Codes from your app can’t be checked any more */
    appUnreadable: string;
    /** Turn two-step verification off with a recovery code, then set it up again. */
    setUpAgain: string;
    /** {count, plural, =0 {You have no recovery codes left. Turn two-step verification off and on again to get new ones.} one {You have # recovery code left.} other {You have # recovery codes left.}} */
    codesLeft(args: { count: number }): string;
    /** Everyone who works here needs two-step verification. */
    required: string;
    /** Confirm your email address first. */
    confirmFirst: string;
    /** Set up two-step verification */
    setUp: string;
    /** Turn off two-step verification */
    remove: string;
    /** {left, select, passkeys {Codes from your app stop working. Your passkeys and recovery codes stay.} none {Signing in will ask for your password only, and your recovery codes stop working.} other {}} */
    whatRemoves(args: { left: "passkeys" | "none" }): string;
    /** Continue */
    next: string;
    /** Cancel */
    back: string;
    /** Scan this code with an authenticator app on your phone. */
    scan: string;
    /** QR code for your authenticator app */
    qrCode: string;
    /** On this phone? <link>Open the app</link> */
    orOpen(args: { link: Tag }): ComponentChildren;
    /** Or enter this key in the app: */
    orType: string;
    /** The 6 digits that the app is showing now. */
    firstCodeHint: string;
    /** That took more than 15 minutes. Enter your password to start again. */
    setUpExpired: string;
    /** Turn on */
    turnOn: string;
    /** Two-step verification is on */
    turnedOn: string;
    /** Recovery codes */
    recoveryCodes: string;
    /** Write these codes down or print them, and keep them in a safe place. If you lose your phone, you can sign in once with each of them. They won’t be shown again. */
    keepCodes: string;
    /** I’ve saved these codes */
    codesKept: string;
    passkeys: {
      /** Passkeys */
      title: string;
      /** Sign in with your fingerprint, your face or your screen lock instead of a password. A passkey can’t be guessed, and works on this site only. */
      explained: string;
      /** Your password alone will then no longer be enough: you’ll also be asked for a passkey or a code. */
      passwordNeedsIt: string;
      /** Add a passkey */
      add: string;
      /** Added <day></day> */
      added(args: { day: Tag }): ComponentChildren;
      /** Added <day></day>, last used <used></used> */
      addedAndUsed(args: { day: Tag; used: Tag }): ComponentChildren;
      /** Remove<hidden>: {name}</hidden> */
      remove(args: { hidden: Tag; name: string }): ComponentChildren;
      /** Passkeys are tied to a site’s name, but you opened this page by its IP address. <link>Open it as {host}</link> */
      elsewhere(args: { host: string; link: Tag }): ComponentChildren;
      /** Or <link>add a passkey</link> instead. */
      instead(args: { link: Tag }): ComponentChildren;
      /** {count, plural, =0 {You have no recovery codes left. Add another passkey to get new ones.} one {You have # recovery code left.} other {You have # recovery codes left.}} */
      codesLeft(args: { count: number }): string;
      /** Name of the passkey */
      name: string;
      /** So that you recognize it later, such as “My phone”. */
      nameHint: string;
      /** Use up to 60 characters on one line. */
      nameWrong: string;
      /** Create the passkey */
      create: string;
      /** Your browser now asks where to keep the passkey, and to unlock the device. */
      createText: string;
      /** No passkey was created. Perhaps this device already has one for your account. Try again, or choose another device. */
      createFailed: string;
      /** The passkey couldn’t be added. Try again. */
      notAdded: string;
      /** You already have 20 passkeys, the most an account can have. Remove one first. */
      tooMany: string;
      /** The passkey was added */
      isAdded: string;
      /** Remove a passkey */
      removeTitle: string;
      /** You can then no longer sign in with “{name}”. Also delete it from the device that stores it. */
      whatRemoves(args: { name: string }): string;
      /** This is your only second factor, and you need one: add another passkey or an authenticator app first. */
      lastFactor: string;
    };
  };
  oidc: {
    /** single sign-on */
    provider: string;
    /** Continue with {name} */
    continueWith(args: { name: string }): string;
    /** Single sign-on */
    section: string;
    /** Connect your account, and you can sign in with {name} instead of a password. */
    explained(args: { name: string }): string;
    /** Connected. You can sign in with {name}. */
    isConnected(args: { name: string }): string;
    /** You can now sign in with {name} */
    connected(args: { name: string }): string;
    /** Connect */
    connect: string;
    /** Disconnect */
    disconnect: string;
    /** Disconnect single sign-on */
    disconnectTitle: string;
    /** You can then no longer sign in with {name}. Your account, bookings and tickets don’t change. */
    whatDisconnects(args: { name: string }): string;
    /** This is your only way to sign in */
    lastWay: string;
    /** <link>Set a password</link> first. */
    setPasswordFirst(args: { link: Tag }): ComponentChildren;
    /** Connect your account */
    connectTitle: string;
    /** your account */
    yourAccount: string;
    /** No account here is connected to <label></label> at {name} yet. Sign in here as you did before, then you can connect the two. */
    signInFirst(args: { label: Tag; name: string }): ComponentChildren;
    /** You have five minutes, and need to do this only once. */
    onceOnly: string;
    /** From then on, <label></label> at {name} signs in to your account <email></email>. Continue only if both are yours. */
    connectThese(args: { email: Tag; label: Tag; name: string }): ComponentChildren;
    /** Confirm your email address first */
    confirmFirst: string;
    /** Open the link we sent you. Then connect your account on its security page. */
    confirmThenConnect: string;
    /** Go to the security page */
    toSecurity: string;
    /** Confirm with {name} instead */
    confirmWith(args: { name: string }): string;
    /** You’ve confirmed that it’s you */
    confirmed: string;
    /** That didn’t work */
    failedTitle: string;
    /** Try again */
    tryAgain: string;
    /** Sign in with your password */
    withPassword: string;
    /** Back */
    back: string;
    failed: {
      cancelled: {
        /** You cancelled signing in */
        title: string;
        /** You came back from {name} without signing in. Nothing was changed. */
        text(args: { name: string }): string;
      };
      refused: {
        /** The sign-in was refused */
        title: string;
        /** The response from {name} was not the one expected. Nothing was changed. If it happens again, ask the people who run this site. */
        text(args: { name: string }): string;
      };
      expired: {
        /** This attempt is over */
        title: string;
        /** It was completed or started again in another window, or you spent more than ten minutes at {name}. Start again. */
        text(args: { name: string }): string;
      };
      unreachable: {
        /** This way of signing in is not available */
        title: string;
        /** There is no response from {name}. Try again in a minute, or use another way. */
        text(args: { name: string }): string;
      };
      locked: {
        /** This account is locked */
        title: string;
        /** Nobody can sign in to it, with {name} or otherwise. Ask the people who run this site. */
        text(args: { name: string }): string;
      };
      taken: {
        /** Already connected */
        title: string;
        /** An account here can be connected to one account at {name}, and one of these two is connected to another. Disconnect that first. */
        text(args: { name: string }): string;
      };
      "someone-else": {
        /** That’s a different account */
        title: string;
        /** The account you used at {name} isn’t connected to this one. Nothing was confirmed. */
        text(args: { name: string }): string;
      };
      "rate-limited": {
        /** Too many attempts */
        title: string;
        /** Wait a minute, then continue with {name} again. */
        text(args: { name: string }): string;
      };
    };
  };
  offline: {
    /** You’re offline */
    title: string;
    /** This page needs a connection. Tickets kept on this device open without one. */
    text: string;
    /** Try again */
    tryAgain: string;
    /** Tickets on this device */
    ticketsHere: string;
    /** None yet. A ticket is kept once you have opened its page online, until you sign out. */
    noTickets: string;
  };
  installed: {
    /** Concerts and films: choose your seats on a live map, and keep your tickets at hand. */
    description: string;
    /** My tickets */
    myTickets: string;
    /** Find an event */
    findEvent: string;
  };
  problems: {
    "method-not-allowed": {
      /** Not possible at this address */
      title: string;
      /** Nothing was changed. Open the page itself and start from there. */
      detail: string;
    };
    "rate-limited": {
      /** Too many requests */
      title: string;
      /** Wait a minute, then try again. Seats you hold stay yours until their time is up. */
      detail: string;
      /** Too many live connections are open from your address or account. Close some, then try again. */
      streams: string;
    };
    unauthenticated: {
      /** Sign in first */
      title: string;
      /** This needs an account. Seats you hold stay yours in the meantime. */
      detail: string;
    };
    "invalid-token": {
      /** Access token invalid or expired */
      title: string;
      /** Refresh the token, or sign in again. */
      detail: string;
    };
    "invalid-credentials": {
      /** Wrong email or password */
      title: string;
      /** Check both and try again. */
      detail: string;
    };
    "session-expired": {
      /** Your session has ended */
      title: string;
      /** Sign in again. */
      detail: string;
    };
    "token-invalid": {
      /** This link no longer works */
      title: string;
      /** It may have been used already or have expired. Ask for a new one. */
      detail: string;
    };
    "reauthentication-required": {
      /** Confirm that it’s you */
      title: string;
      /** This needs the password of your account, with a code if you use one, or a passkey. */
      detail: string;
    };
    "second-factor-required": {
      /** Second factor needed */
      title: string;
      /** The password is correct. Also send a code, a recovery code or a passkey. */
      detail: string;
    };
    "second-factor-invalid": {
      /** Second factor not accepted */
      title: string;
      /** The code is wrong, has expired or has already been used. */
      detail: string;
    };
    "passkey-invalid": {
      /** Passkey not accepted */
      title: string;
      /** It isn’t registered here, or its response came too late, was meant for something else or had already been used. Nothing was changed. */
      detail: string;
    };
    "too-many-passkeys": {
      /** Too many passkeys */
      title: string;
      /** An account can have at most 20 passkeys. Remove one first. Nothing was changed. */
      detail: string;
    };
    "factor-required": {
      /** Set up two-step verification first */
      title: string;
      /** Staff need a second factor here. Add one to your account to continue. */
      detail: string;
    };
    "cross-site": {
      /** Sent from another site */
      title: string;
      /** Nothing was changed. Open the page here and send the form again. */
      detail: string;
    };
    forbidden: {
      /** Your account doesn’t have access */
      title: string;
      /** If it should, ask an administrator for the role. */
      detail: string;
      /** Only its owner and administrators can change this chart. Copy it, then change the copy. */
      chart: string;
    };
    "account-locked": {
      /** This account is locked */
      title: string;
      /** Nobody can sign in to it. Contact the people who run this site. */
      detail: string;
    };
    "body-timeout": {
      /** The request took too long to arrive */
      title: string;
      /** Nothing was saved. Your connection may be slow: go back and send it again. */
      detail: string;
    };
    "body-too-large": {
      /** Request too large */
      title: string;
      /** Nothing was saved. Send less at once. */
      detail: string;
      /** Nothing was saved. At most {kib, number} KiB can be sent here. */
      limit(args: { kib: number }): string;
    };
    "unsupported-media-type": {
      /** Unsupported media type */
      title: string;
      /** Send the body as a type that is accepted here. */
      detail: string;
      /** The body must be of one of these types: {types}. */
      types(args: { types: string }): string;
    };
    "malformed-json": {
      /** The request can’t be read */
      title: string;
      /** Its body isn’t valid JSON in UTF-8. */
      detail: string;
      /** Its body ended early. Send it again. */
      endedEarly: string;
      /** Its form is incomplete or broken. Send it again. */
      form: string;
    };
    "idempotency-key-required": {
      /** Idempotency-Key missing */
      title: string;
      /** Send the Idempotency-Key header with a new random value, so that repeating the request does no harm. */
      detail: string;
    };
    "idempotency-key-invalid": {
      /** Invalid Idempotency-Key */
      title: string;
      /** Use 1 to 64 visible ASCII characters. */
      detail: string;
    };
    validation: {
      /** Invalid request */
      title: string;
      /** The list of errors says what to change. */
      detail: string;
    };
    "not-found": {
      /** Not found */
      title: string;
      /** There is nothing at this address. It may be mistyped, or what was here is gone. */
      detail: string;
    };
    "email-taken": {
      /** Email already in use */
      title: string;
      /** There is already an account with this email. Sign in instead. */
      detail: string;
    };
    "already-confirmed": {
      /** Already confirmed */
      title: string;
      /** Your email address is confirmed. There is nothing left to do. */
      detail: string;
    };
    "last-admin": {
      /** This is the last administrator */
      title: string;
      /** Make someone else an administrator first, so that somebody can still grant roles. */
      detail: string;
    };
    "email-not-confirmed": {
      /** Confirm your email first */
      title: string;
      /** Open the link that was sent to your address. Nothing was changed. */
      detail: string;
    };
    "other-email": {
      /** Booked with a different email address */
      title: string;
      /** Only an account with the email address of this booking can add it. Sign in to that one, or open the booking through the link in its email. */
      detail: string;
    };
    "factor-exists": {
      /** Already set up */
      title: string;
      /** The account has an authenticator app. Remove it before you add another. */
      detail: string;
    };
    "last-factor": {
      /** The last factor can’t be removed */
      title: string;
      /** Add another way to sign in first. Nothing was changed. */
      detail: string;
    };
    "seats-unavailable": {
      /** Seats not available */
      title: string;
      /** Some of these seats are no longer free. Choose others. */
      detail: string;
    };
    "leaves-orphan": {
      /** A single seat would be left over */
      title: string;
      /** Choose seats that leave no single seat free between taken ones. */
      detail: string;
    };
    "limit-exceeded": {
      /** Too many seats */
      title: string;
      /** This is more than one buyer can have, earlier bookings included. */
      detail: string;
    };
    "cool-down": {
      /** Wait before choosing again */
      title: string;
      /** Seats for this event were held and released too often in the last few minutes. Try again later. */
      detail: string;
    };
    "not-on-sale": {
      /** Tickets not on sale */
      title: string;
      /** The sale hasn’t started, or it has ended. */
      detail: string;
    };
    "hold-claimed": {
      /** Payment in progress */
      title: string;
      /** These seats are being paid for, so they can’t be changed now. */
      detail: string;
    };
    "hold-changed": {
      /** Your seats have changed */
      title: string;
      /** The seats or their total are not what you saw. Nothing was charged. Check them, then try again. */
      detail: string;
    };
    "hold-expired": {
      /** Your time for these seats is up */
      title: string;
      /** Nothing was charged. Choose your seats again. */
      detail: string;
    };
    "extension-cap": {
      /** No more time for these seats */
      title: string;
      /** They have been kept for as long as possible. Book them before their time is up. */
      detail: string;
    };
    "idempotency-key-reused": {
      /** Idempotency-Key already used */
      title: string;
      /** This key belongs to a different request. Use a new one. */
      detail: string;
    };
    "not-cancellable": {
      /** This booking can’t be cancelled */
      title: string;
      /** The event doesn’t allow it, or it’s too late. */
      detail: string;
      why: {
        /** Only confirmed bookings can be cancelled. */
        "not-confirmed": string;
        /** Bookings of this event can’t be cancelled. */
        "not-allowed": string;
        /** It’s too late to cancel this booking. */
        "too-late": string;
        /** A ticket of this booking has already been used at the door, so it can’t be cancelled. */
        "already-used": string;
      };
    };
    "not-confirmed": {
      /** Booking not confirmed */
      title: string;
      /** This is only possible for a confirmed booking. */
      detail: string;
    };
    stale: {
      /** Changed by someone else */
      title: string;
      /** Nothing was saved. Load it again, then repeat your change. */
      detail: string;
    };
    "hall-occupied": {
      /** Hall already in use */
      title: string;
      /** Another event takes place in this hall at that time. Change the time or the hall, or allow the overlap. */
      detail: string;
    };
    "has-bookings": {
      /** The event has bookings */
      title: string;
      /** It can’t be deleted any more. Cancel it instead. */
      detail: string;
    };
    "seats-sold": {
      /** Seats already sold */
      title: string;
      /** The change would affect seats that are sold or being paid for. Leave them as they are. */
      detail: string;
    };
    "import-failed": {
      /** This file can’t be imported */
      title: string;
      /** Nothing was stored. Correct what is listed, then import the file again. */
      detail: string;
    };
    conflict: {
      /** Changed by someone else in the meantime */
      title: string;
      /** What is listed was left as it is; everything else is saved. */
      detail: string;
    };
    "draft-open": {
      /** This hall is being drawn */
      title: string;
      /** It has a draft. Publish or discard that first. */
      detail: string;
    };
    "not-publishable": {
      /** This hall can’t be published yet */
      title: string;
      /** Correct what is listed, then publish it again. */
      detail: string;
    };
    "ticket-void": {
      /** Ticket already refunded */
      title: string;
      /** Choose tickets that are still valid. */
      detail: string;
    };
    "refund-exceeds": {
      /** Refund too high */
      title: string;
      /** This is more than can still be refunded. Enter less. */
      detail: string;
    };
    internal: {
      /** Something went wrong on our side */
      title: string;
      /** We’ve logged what happened. Try again in a moment. */
      detail: string;
    };
    unavailable: {
      /** Temporarily unavailable */
      title: string;
      /** Something we depend on is busy or restarting. Try again in a few seconds: nothing has been lost. */
      detail: string;
    };
  };
  errorPage: {
    /** See what’s on */
    seeWhatIsOn: string;
    /** Sign in */
    signIn: string;
    /** Start again */
    startAgain: string;
    /** Try again */
    tryAgain: string;
    /** If you contact us about it, please quote this number: {requestId} */
    requestNumber(args: { requestId: string }): string;
  };
  events: {
    /** Concerts and films, seat by seat */
    homeTitle: string;
    /** Concerts and films near you. Pick your own seat on a live map and have your ticket in seconds. */
    homeDescription: string;
    /** A good evening begins with the right seat. */
    homeHeading: string;
    /** Search events */
    searchEvents: string;
    /** Artist, film or city */
    searchPlaceholder: string;
    /** Search */
    search: string;
    /** Nothing is announced yet */
    nothingAnnounced: string;
    /** New concerts and films appear here as soon as they are announced. */
    newOnesAppear: string;
    /** New events appear here. */
    newEventsAppear: string;
    first: {
      /** Tonight and this weekend */
      soon: string;
      /** In the next seven days */
      week: string;
      /** Next up */
      next: string;
    };
    /** All events */
    allEvents: string;
    /** All concerts */
    allConcerts: string;
    /** All films */
    allFilms: string;
    /** Concerts */
    concerts: string;
    /** Films */
    films: string;
    /** Nearly gone */
    nearlyGone: string;
    /** {type, select, film {Film} concert {Concert} other {}} */
    typeOf(args: { type: "film" | "concert" }): string;
    /** {type, select, film {Films} concert {Concerts} other {}} */
    typesOf(args: { type: "film" | "concert" }): string;
    /** Book */
    book: string;
    /** What’s on */
    browseHeading: string;
    /** {found}, with a live seat map for each. */
    browseDescription(args: { found: string }): string;
    /** {type, select, film {{count, plural, =0 {No films} one {# film} other {# films}}} concert {{count, plural, =0 {No concerts} one {# concert} other {# concerts}}} any {{count, plural, =0 {No events} one {# event} other {# events}}} other {}}{place, select, city { in {city}} anywhere {} other {}}{days, select, any {} today { today} weekend { this weekend} month { in the next 30 days} one { on {from}} between { from {from} to {to}} from { from {from} onwards} until { until {to}} other {}}{query, select, words { matching “{words}”} none {} other {}} */
    found(args: { city: string; count: number; days: "any" | "today" | "weekend" | "month" | "one" | "between" | "from" | "until"; from: string; place: "city" | "anywhere"; query: "words" | "none"; to: string; type: "film" | "concert" | "any"; words: string }): string;
    /** Events found */
    eventsFound: string;
    /** No exact match for “{words}”. */
    noExactMatch(args: { words: string }): string;
    /** Active filters */
    activeFilters: string;
    /** <hidden>Remove</hidden> {filter} */
    removeFilter(args: { filter: string; hidden: Tag }): ComponentChildren;
    /** Clear filters */
    clearFilters: string;
    /** “{words}” */
    filterWords(args: { words: string }): string;
    /** {days, select, today {Today} weekend {This weekend} month {Next 30 days} one {{from}} between {{from} to {to}} from {From {from}} until {Until {to}} other {}} */
    filterDays(args: { days: "today" | "weekend" | "month" | "one" | "between" | "from" | "until"; from: string; to: string }): string;
    /** {shown, number} of {total, number} shown */
    shownOfAll(args: { shown: number; total: number }): string;
    /** Nothing matches that */
    nothingMatches: string;
    /** Nothing matches “{words}” */
    nothingMatchesWords(args: { words: string }): string;
    /** Removing one filter would not help. */
    removingOneDoesNotHelp: string;
    /** Try removing a filter: */
    tryRemoving: string;
    /** Check the spelling, or try fewer words. */
    checkSpelling: string;
    /** See every event */
    seeEveryEvent: string;
    /** {count, plural, one {See the one event} other {See all # events}} */
    seeEvents(args: { count: number }): string;
    /** {count, plural, one {#<hidden> event</hidden>} other {#<hidden> events</hidden>}} */
    filterCount(args: { count: number; hidden: Tag }): ComponentChildren;
    /** Filters */
    filters: string;
    /** Filters ({count, number} active) */
    filtersSet(args: { count: number }): string;
    /** From */
    fromDay: string;
    /** To */
    toDay: string;
    /** Sort by */
    sortBy: string;
    sort: {
      /** Best match */
      relevance: string;
      /** Date */
      date: string;
      /** Price */
      price: string;
      /** Title */
      title: string;
    };
    /** When */
    when: string;
    /** Any day */
    anyDay: string;
    /** Today */
    today: string;
    /** This weekend */
    weekend: string;
    /** Next 30 days */
    month: string;
    /** What */
    what: string;
    /** Everything */
    everything: string;
    /** Where */
    where: string;
    /** Everywhere */
    everywhere: string;
    /** {count, number} more */
    moreCities(args: { count: number }): string;
    sale: {
      /** All seats in baskets */
      allHeld: string;
      /** Last seat */
      lastSeat: string;
      /** Only {count, number} left */
      onlyLeft(args: { count: number }): string;
      /** {count, plural, one {# seat left} other {# seats left}} */
      seatsLeft(args: { count: number }): string;
      /** On sale soon */
      notYet: string;
      /** Sold out */
      soldOut: string;
      /** Sale ended */
      ended: string;
      /** Cancelled */
      cancelled: string;
    };
    /** {title}, {city}, {day} */
    pageTitle(args: { city: string; day: string; title: string }): string;
    /** {day}, {venue}, {city} */
    whenAndWhere(args: { city: string; day: string; venue: string }): string;
    /** {title}: {whenAndWhere} */
    posterAlt(args: { title: string; whenAndWhere: string }): string;
    /** Ages {age, number}+ */
    ages(args: { age: number }): string;
    /** Other dates */
    otherDates: string;
    /** Also */
    also: string;
    /** sold out */
    soldOutInline: string;
    /** About the evening */
    about: string;
    /** Doors */
    doors: string;
    /** Starts */
    starts: string;
    /** Ends */
    ends: string;
    /** about <time></time> */
    endsAbout(args: { time: Tag }): ComponentChildren;
    /** Age */
    age: string;
    /** {age, number} and over */
    ageAndOver(args: { age: number }): string;
    /** Cancellation */
    cancellation: string;
    /** free until <time></time> */
    cancelFreeUntil(args: { time: Tag }): ComponentChildren;
    /** not possible */
    cancelNotPossible: string;
    /** Limit */
    limit: string;
    /** {count, plural, one {# seat per person} other {# seats per person}} */
    seatsPerPerson(args: { count: number }): string;
  };
  seats: {
    /** {section}, row {row}, seat {number} */
    seat(args: { number: string; row: string; section: string }): string;
    /** {section}, seat {number} */
    seatAtTable(args: { number: string; section: string }): string;
    /** {place}, row {row}: {numbers} */
    seatsOfRow(args: { numbers: string; place: string; row: string }): string;
    /** {place}: {numbers} */
    seatsOfTable(args: { numbers: string; place: string }): string;
    /** {count, plural, one {{place}} other {# × {place}}} */
    standing(args: { count: number; place: string }): string;
    /** row {row}, {count, plural, one {seat} other {seats}} {numbers} */
    inRow(args: { count: number; numbers: string; row: string }): string;
    /** seat {number} */
    atTable(args: { number: string }): string;
    /** {count, plural, one {# place} other {# places}} in {place} */
    standingIn(args: { count: number; place: string }): string;
    /** {first}, {next} */
    comma(args: { first: string; next: string }): string;
    /** {first}; {next} */
    semicolon(args: { first: string; next: string }): string;
    /** {first} and {next} */
    and(args: { first: string; next: string }): string;
    /** {count, number} more */
    more(args: { count: number }): string;
    chosen: {
      /** Chosen seats */
      label: string;
      /** {count, number} × {area} */
      areaSeats(args: { area: string; count: number }): string;
      /** Give back {seat} */
      giveBack(args: { seat: string }): string;
      /** {zone}, {price} */
      zoneAndPrice(args: { price: string; zone: string }): string;
      /** There aren’t that many free seats next to each other. These are in {groups, plural, one {# group} other {# groups}}, as close together as possible. */
      inGroups(args: { groups: number }): string;
    };
    clock: {
      /** Time is up */
      over: string;
      /** <hidden>Your seats are kept for</hidden> <time></time> */
      keptFor(args: { hidden: Tag; time: Tag }): ComponentChildren;
      /** More time */
      moreTime: string;
      /** Two minutes left for your seats. */
      soon: string;
      /** Two minutes left for your seats. You can ask for more time. */
      soonExtendable: string;
      /** One minute left for your seats. */
      last: string;
      /** One minute left for your seats. You can ask for more time. */
      lastExtendable: string;
      /** Your time is up, and the seats are free again. */
      ended: string;
    };
  };
  seatMap: {
    /** Seats for {title}. Arrow keys move from seat to seat, space takes one, plus and minus zoom. */
    mapLabel(args: { title: string }): string;
    /** The hall for {title} */
    mapAlt(args: { title: string }): string;
    /** Best seats together */
    bestTogether: string;
    /** Seats */
    seats: string;
    /** Where */
    where: string;
    /** Anywhere */
    anywhere: string;
    /** Find */
    find: string;
    /** Marks on the map */
    marks: string;
    mark: {
      /** Yours */
      mine: string;
      /** In someone’s basket */
      held: string;
      /** Taken */
      booked: string;
      /** Wheelchair place */
      accessible: string;
    };
    /** Level */
    level: string;
    /** All */
    allLevels: string;
    /** Zoom */
    zoom: string;
    /** Zoom in */
    zoomIn: string;
    /** Zoom out */
    zoomOut: string;
    /** Show the whole hall */
    showHall: string;
    /** Choose from a list of seats */
    chooseFromList: string;
    /** No free seat matches that. <link>Show all</link> */
    noFreeSeatLikeThat(args: { link: Tag }): ComponentChildren;
    /** Sections */
    sections: string;
    /** More sections */
    moreSections: string;
    /** More rows */
    moreRows: string;
    pageName: {
      /** {first} to {last} */
      range(args: { first: string; last: string }): string;
      /** Rows {first} to {last} */
      rows(args: { first: string; last: string }): string;
      /** Row {row}, {count, plural, one {seat {first}} other {seats {first} to {last}}} */
      seatsOfRow(args: { count: number; first: string; last: string; row: string }): string;
      /** {count, plural, one {Seat {first}} other {Seats {first} to {last}}} */
      seats(args: { count: number; first: string; last: string }): string;
    };
    /** No seats in rows to choose from here. */
    noRowsHere: string;
    /** Seats at the table <price></price> */
    seatsAtTable(args: { price: Tag }): ComponentChildren;
    /** Row {row} <price></price> */
    row(args: { price: Tag; row: string }): ComponentChildren;
    /** <hidden>Seat</hidden> {number} */
    seatLabel(args: { hidden: Tag; number: string }): ComponentChildren;
    /** <hidden>Seat</hidden> {number}<hidden>, {features}</hidden> */
    seatWithFeatures(args: { features: string; hidden: Tag; number: string }): ComponentChildren;
    /** Take these seats */
    takeTheseSeats: string;
    /** {left, plural, =0 {sold out} one {# left} other {# left}}, <price></price> */
    sectionOffer(args: { left: number; price: Tag }): ComponentChildren;
    /** Find in the list */
    findInList: string;
    /** Section, row or seat */
    sectionRowOrSeat: string;
    /** Row C */
    rowExample: string;
    typed: {
      /** row */
      row: string;
      /** seat */
      seat: string;
    };
    /** Price */
    price: string;
    /** any */
    anyPrice: string;
    /** up to {price} */
    upTo(args: { price: string }): string;
    /** any */
    anyLevel: string;
    /** <box></box> Wheelchair places */
    wheelchairPlaces(args: { box: Tag }): ComponentChildren;
    /** Show */
    show: string;
    /** Standing areas */
    standingAreas: string;
    /** <price></price>, <left></left> */
    areaOffer(args: { left: Tag; price: Tag }): ComponentChildren;
    /** Places in {area} */
    placesIn(args: { area: string }): string;
    /** One fewer */
    oneLess: string;
    /** One more */
    oneMore: string;
    /** Take */
    take: string;
    /** Prices */
    prices: string;
    /** Prices by zone */
    pricesByZone: string;
    /** Show seats */
    showSeats: string;
    /** at any price */
    atAnyPrice: string;
    /** Prices and quick choice */
    handle: string;
    /** Prices and key */
    handleKey: string;
    /** Nothing was chosen. Tick the seats that you would like. */
    nothingChosen: string;
    hint: {
      /** The sale has not begun. Have a look around. */
      notYet: string;
      /** Nothing is available right now. Returned seats appear here. */
      soldOut: string;
      /** Pick seats on the map, or let us find some. */
      pick: string;
    };
    notice: {
      /** Not on sale yet */
      notYet: string;
      /** Seats can be chosen from <time></time>. Until then, have a look around the hall. */
      opensAt(args: { time: Tag }): ComponentChildren;
      /** Seats can be chosen soon. Until then, have a look around the hall. */
      opensSoon: string;
      /** Sold out */
      soldOut: string;
      /** Every seat is taken. Returned seats appear on this map at once. <link>See what else is on</link> */
      soldOutText(args: { link: Tag }): ComponentChildren;
      /** The sale has ended */
      ended: string;
      /** <link>See what else is on</link> */
      endedText(args: { link: Tag }): ComponentChildren;
      /** This event is cancelled */
      cancelled: string;
      /** Everyone who booked is refunded automatically. <link>See what else is on</link> */
      cancelledText(args: { link: Tag }): ComponentChildren;
    };
    expired: {
      /** The seats you had chosen */
      title: string;
      /** They are no longer kept for you. {seats} */
      text(args: { seats: string }): string;
      /** They are still free: {seats}. */
      stillFree(args: { seats: string }): string;
      /** They have been taken: {seats}. */
      taken(args: { seats: string }): string;
      /** Taken: {taken}. Still free: {free}. */
      someTaken(args: { free: string; taken: string }): string;
      /** Others can take them now, but they may still be free. */
      unknown: string;
      /** Take the same seats again */
      takeAgain: string;
      /** Take the ones that are free */
      takeFree: string;
    };
  };
  seatChoice: {
    /** Seat map */
    seatMap: string;
    /** seat map */
    mapRole: string;
    mapState: {
      /** Live */
      live: string;
      /** Reconnecting… */
      reconnecting: string;
      /** Loading… */
      loading: string;
      /** No connection. Try again. */
      incomplete: string;
      /** The map could not be loaded */
      failed: string;
    };
    /** Your seats */
    yourSeats: string;
    /** Close */
    close: string;
    /** {count, plural, one {# seat} other {# seats}} */
    seatCount(args: { count: number }): string;
    /** See the booking */
    seeBooking: string;
    /** Continue */
    continue: string;
    /** {left, plural, =0 {sold out} one {# left} other {# left}} */
    areaLeft(args: { left: number }): string;
    block: {
      /** Sold out */
      soldOut: string;
      /** from {price} */
      priceFrom(args: { price: string }): string;
      /** {count, number} left */
      left(args: { count: number }): string;
    };
    state: {
      /** free */
      a: string;
      /** in someone’s basket */
      h: string;
      /** taken */
      b: string;
      /** not for sale */
      x: string;
      /** yours */
      m: string;
    };
    feature: {
      /** wheelchair place */
      accessible: string;
      /** companion seat */
      companion: string;
      /** restricted view */
      "restricted-view": string;
      /** on the aisle */
      aisle: string;
    };
    /** {seat}, {price}, {state} */
    spokenSeat(args: { price: string; seat: string; state: string }): string;
    /** {seat}, {price}, {features}, {state} */
    spokenSpecialSeat(args: { features: string; price: string; seat: string; state: string }): string;
    edge: {
      /** No more seats that way. */
      seat: string;
      /** This is the first section. */
      firstSection: string;
      /** This is the last section. */
      lastSection: string;
    };
    /** This hall has standing places. Choose how many beside the map. */
    onlyStanding: string;
    /** The sale has not begun yet. */
    notYet: string;
    /** {seat} {state, select, h {is in someone’s basket} b {is taken} x {is not for sale} m {is yours} other {}}. */
    notFree(args: { seat: string; state: "h" | "b" | "x" | "m" }): string;
    /** {seat}, {price} */
    pricedSeat(args: { price: string; seat: string }): string;
    /** You now have {seats}. {count, plural, one {# seat} other {# seats}} chosen, {total} in total. */
    taken(args: { count: number; seats: string; total: string }): string;
    /** Given back: {seats}. {count, plural, =0 {No seats chosen.} one {# seat chosen, {total} in total.} other {# seats chosen, {total} in total.}} */
    givenBack(args: { count: number; seats: string; total: string }): string;
    /** Take {seats} instead */
    takeInstead(args: { seats: string }): string;
    /** Take {seats} again */
    takeAgain(args: { seats: string }): string;
    /** This leaves {seats} on its own. */
    leavesOrphan(args: { seats: string }): string;
    /** You still have {seats}, which you chose earlier. */
    alsoKept(args: { seats: string }): string;
    refusal: {
      /** There aren’t that many free seats next to each other. Try fewer, or another zone. */
      noneTogether: string;
      /** {seats} {count, plural, one {was} other {were}} just taken. */
      justTaken(args: { count: number; seats: string }): string;
      /** That would leave a single seat on its own, which this event does not allow. */
      leavesSeat: string;
      /** That would leave {seats} {count, plural, one {on its own} other {on their own}}, which this event does not allow. */
      leavesSeats(args: { count: number; seats: string }): string;
      /** You already have as many seats as one person can buy. */
      limitReached: string;
      /** Others on your network already hold {limit, plural, one {# seat} other {# seats}} here, the most allowed. Try again in a few minutes, or sign in to an account with a confirmed email address. */
      limitOfNetwork(args: { limit: number }): string;
      /** You or someone else on your network released seats too often. Try again in a few minutes. */
      coolDown: string;
      /** One person can buy at most {limit, plural, one {# seat} other {# seats}} here, including earlier bookings. */
      limitOfPerson(args: { limit: number }): string;
      /** This event is not on sale, so no seats can be taken. */
      notOnSale: string;
      /** Your time is up, and the seats are free again. Take them again while you can. */
      timeIsUp: string;
      /** These seats are being paid for. You can’t change them now. */
      beingPaid: string;
      /** That was a lot at once. Wait a minute: the seats you have stay yours. */
      tooMuch: string;
      /** There was no response, so nothing has changed. Try again. */
      noAnswer: string;
    };
  };
  admin: {
    /** Administration */
    navigation: string;
    /** Overview */
    overview: string;
    /** Events */
    events: string;
    /** Check-in */
    checkIn: string;
    /** Dead letters */
    deadLetters: string;
    /** System */
    system: string;
    /** Accounts */
    accounts: string;
    /** Audit log */
    auditLog: string;
    /** {title} · Administration */
    documentTitle(args: { title: string }): string;
    /** {page} · {title} · Administration */
    documentTitleOfPage(args: { page: string; title: string }): string;
    /** Search */
    search: string;
    /** Search events by title, hall or city */
    searchEvents: string;
    /** Title, hall or city */
    searchEventsHint: string;
    /** Search bookings by name, email or code */
    searchBookings: string;
    /** Name, email or code */
    searchBookingsHint: string;
    /** New event */
    newEvent: string;
    /** Create your first event */
    createFirstEvent: string;
    /** Create an event */
    createEvent: string;
    /** No events yet */
    noEventsYet: string;
    /** Choose a hall, set the prices and publish. Its sales, and whatever needs your attention, appear here. */
    firstEvent: string;
    /** Next events */
    nextEvents: string;
    /** All events */
    allEvents: string;
    /** Nothing is on sale */
    nothingOnSale: string;
    /** Events you publish appear here with their seats. */
    publishedHere: string;
    /** See your drafts */
    seeDrafts: string;
    /** Latest bookings */
    latestBookings: string;
    /** None yet. Each appears here as soon as it is placed. */
    noBookingsYet: string;
    /** Last 7 days */
    last7Days: string;
    /** Code */
    code: string;
    /** Event */
    event: string;
    /** Buyer */
    buyer: string;
    /** Seats */
    seats: string;
    /** Total */
    total: string;
    /** Status */
    status: string;
    /** Title */
    title: string;
    /** Bookings */
    bookings: string;
    /** Revenue */
    revenue: string;
    /** <label>Revenue</label> <amount></amount> */
    revenueSoFar(args: { amount: Tag; label: Tag }): ComponentChildren;
    /** {place} time */
    placeTime(args: { place: string }): string;
    /** venue’s time */
    venueTime: string;
    /** Date ({clock}) */
    dateBy(args: { clock: string }): string;
    /** Placed ({clock}) */
    placedBy(args: { clock: string }): string;
    /** Times are {clock}. <link>Show each venue’s local time</link> */
    timesOfOneClock(args: { clock: string; link: Tag }): ComponentChildren;
    /** Each time is local to its venue. <link>Show all times in one time zone</link> */
    timesOfVenues(args: { link: Tag }): ComponentChildren;
    /** <time></time> {clock} */
    timeByClock(args: { clock: string; time: Tag }): ComponentChildren;
    /** No date yet */
    noDateYet: string;
    eventStatus: {
      /** Draft */
      draft: string;
      /** Not yet on sale */
      "not-yet": string;
      /** On sale */
      "on-sale": string;
      /** Sold out */
      "sold-out": string;
      /** Sale ended */
      ended: string;
      /** Cancelled */
      cancelled: string;
    };
    /** {status, select, pending {Being paid} confirmed {Confirmed} failed {Failed} cancelled {Cancelled} refunded {Refunded} other {}} */
    bookingStatus(args: { status: "pending" | "confirmed" | "failed" | "cancelled" | "refunded" }): string;
    /** {sold, number} of {all, number} sold<quiet>{held, plural, =0 {} one { · # held} other { · # held}} · {left, number} left</quiet> */
    seatBar(args: { all: number; held: number; left: number; quiet: Tag; sold: number }): ComponentChildren;
    sales: {
      /** Sales */
      sales: string;
      /** Period */
      period: string;
      /** {days, plural, one {# day} other {# days}} */
      days(args: { days: number }): string;
      /** Today */
      today: string;
      /** {days, plural, one {Last # day} other {Last # days}} */
      lastDays(args: { days: number }): string;
      /** No seats were sold on these days. */
      none: string;
      /** By day, as a table */
      asTable: string;
      /** Sales by day ({clock}), latest first */
      byDay(args: { clock: string }): string;
      /** {count, plural, one {# seat} other {# seats}} */
      seats(args: { count: number }): string;
      /** {count, plural, one {# booking} other {# bookings}} */
      bookings(args: { count: number }): string;
      /** Seats sold by day, from {from} to {to}: most on {best}, {most, number}. */
      curve(args: { best: string; from: string; most: number; to: string }): string;
      /** {day}: {count, number} */
      onDay(args: { count: number; day: string }): string;
      /** Day */
      day: string;
      /** Not on sale yet */
      notOnSale: string;
      /** Sales appear here once the event is published. */
      salesHere: string;
      /** Check and publish */
      publish: string;
      /** By price */
      byPrice: string;
      /** Seats by price */
      seatsByPrice: string;
      /** Price zone */
      priceZone: string;
    };
    tally: {
      /** All */
      all: string;
      /** Sold */
      sold: string;
      /** Held */
      held: string;
      /** Left */
      left: string;
      /** Share */
      share: string;
    };
    attention: {
      /** Needs attention */
      title: string;
      /** Nothing needs your attention right now. */
      none: string;
      /** {kind, select, danger {Urgent} warning {To do} info {Soon} other {}} */
      kind(args: { kind: "danger" | "warning" | "info" }): string;
      /** “{event}”: {unanswered, number} of {payments, plural, one {# payment} other {# payments}} got no response in the last hour. */
      unanswered(args: { event: string; payments: number; unanswered: number }): string;
      /** “{event}”: {refunds, plural, one {a refund of {amount} has} other {# refunds of {amount} have}} been waiting for {wait}. */
      lateRefunds(args: { amount: string; event: string; refunds: number; wait: string }): string;
      /** See the bookings */
      seeBookings: string;
      /** “{event}” starts on {when} and is still a draft. */
      draftStarts(args: { event: string; when: string }): string;
      /** Check and publish */
      publish: string;
      /** “{event}” starts at {time}: {admitted, number} of {tickets, plural, one {# ticket} other {# tickets}} checked in. */
      starts(args: { admitted: number; event: string; tickets: number; time: string }): string;
      /** Doors are open for “{event}”, {admitted, number} of {tickets, plural, one {# ticket} other {# tickets}} checked in. */
      doorsOpen(args: { admitted: number; event: string; tickets: number }): string;
      /** Running now: “{event}”, {admitted, number} of {tickets, plural, one {# ticket} other {# tickets}} checked in. */
      running(args: { admitted: number; event: string; tickets: number }): string;
      /** Open check-in */
      openCheckIn: string;
      /** Sales for “{event}” open on {when}. */
      saleOpens(args: { event: string; when: string }): string;
      /** Check prices */
      checkPrices: string;
    };
    list: {
      /** Which events */
      which: string;
      /** {view, select, upcoming {Upcoming} drafts {Drafts} cancelled {Cancelled} past {Past} all {All} other {}} */
      view(args: { view: "upcoming" | "drafts" | "cancelled" | "past" | "all" }): string;
      /** {view, select, upcoming {Upcoming events} drafts {Drafts} cancelled {Cancelled events} past {Past events} all {All events} other {}} */
      caption(args: { view: "upcoming" | "drafts" | "cancelled" | "past" | "all" }): string;
      /** {view, select, upcoming {No upcoming events} drafts {No drafts} cancelled {No cancelled events} past {No past events} all {No events yet} other {}} */
      none(args: { view: "upcoming" | "drafts" | "cancelled" | "past" | "all" }): string;
      /** {view, select, upcoming {Upcoming events appear here.} drafts {Events appear here until you publish them.} cancelled {Cancelled events appear here.} past {Events appear here once they are over.} all {Every event appears here.} other {}} */
      appearHere(args: { view: "upcoming" | "drafts" | "cancelled" | "past" | "all" }): string;
      /** No event found */
      notFound: string;
      /** Nothing under “{view}” has words that begin with “{words}”. */
      noMatch(args: { view: string; words: string }): string;
      /** Show all events */
      showAll: string;
      /** Search all events */
      searchAll: string;
      /** {count, plural, one {# event on this page} other {# events on this page}} */
      shown(args: { count: number }): string;
      /** {count, plural, one {# booking of {title}} other {# bookings of {title}}} */
      bookingsOf(args: { count: number; title: string }): string;
    };
    eventPages: {
      /** Pages of the event */
      navigation: string;
      /** {tab, select, sales {Sales} map {Map} bookings {Bookings} edit {Edit} artwork {Artwork} other {}} */
      tab(args: { tab: "sales" | "map" | "bookings" | "edit" | "artwork" }): string;
      /** Page for visitors */
      pageForVisitors: string;
      /** Duplicate */
      duplicate: string;
    };
    map: {
      /** The status of the seats can’t be read right now */
      unreadable: string;
      /** Try again */
      tryAgain: string;
      /** Not on sale yet */
      notOnSale: string;
      /** The status of each seat appears here once the event is published. */
      seatsHere: string;
      /** Check and publish */
      publish: string;
      /** Plan of the hall at {venue} */
      plan(args: { venue: string }): string;
      /** Seats that are left have the colour of their price; the others are faint. */
      colours: string;
      /** Seats by section */
      seatsBySection: string;
      /** Section */
      section: string;
    };
    /** Try again */
    tryAgain: string;
    /** Personal data erased */
    erased: string;
    /** Deleted account */
    deletedAccount: string;
    /** <time></time>\u00a0UTC */
    utcTime(args: { time: Tag }): ComponentChildren;
    /** <place></place>, <start></start> */
    placeAndStart(args: { place: Tag; start: Tag }): ComponentChildren;
    ending: {
      /** Cancel or delete */
      cancelOrDelete: string;
      /** Delete */
      delete: string;
      /** <strong>Cancel the event.</strong> Everyone who booked is refunded automatically and gets a message. */
      cancelExplained(args: { strong: Tag }): ComponentChildren;
      /** Cancel event… */
      cancelEvent: string;
      /** <strong>Delete the event.</strong> Only possible if nobody has ever booked it. */
      deleteExplained(args: { strong: Tag }): ComponentChildren;
      /** Delete… */
      deleteEvent: string;
      /** Cancel “{event}”? */
      cancelTitle(args: { event: string }): string;
      /** Bookings have changed since you opened this page, so the event was not cancelled. Check the figures below. */
      changed: string;
      /** The form didn’t include the figures you saw, so the event was not cancelled. Check the figures below. */
      incomplete: string;
      /** Nobody has booked yet. The event’s page stays and shows it as cancelled. */
      nobodyBooked: string;
      /** {count, plural, one {# booking will be cancelled and refunded} other {# bookings will be cancelled and refunded}} */
      bookingsEnd(args: { count: number }): string;
      /** <amount></amount> goes back, all tickets become invalid, and each buyer gets a message. The event’s page stays and shows it as cancelled. This can’t be undone. */
      cancelConsequence(args: { amount: Tag }): ComponentChildren;
      /** Cancel it however many bookings there are by then. Seats are still being sold. */
      anyway: string;
      /** Cancel the event */
      cancelForGood: string;
      /** Keep the event */
      doNotCancel: string;
      /** Delete “{event}”? */
      deleteTitle(args: { event: string }): string;
      /** This event can’t be deleted: people have booked */
      bookedTitle: string;
      /** An event that has ever been booked is kept for its buyers and your bookkeeping. <link>See its bookings</link> */
      bookedText(args: { link: Tag }): ComponentChildren;
      /** Its page, description and prices are deleted for good. Nobody has booked it. */
      deleteConsequence: string;
      /** Delete the event */
      deleteForGood: string;
      /** Keep the event */
      doNotDelete: string;
      /** Back to the event */
      backToEvent: string;
    };
    bookingList: {
      /** Refunded */
      refundedTitle: string;
      /** The money is on its way back, and the buyer gets a message. */
      refundedText: string;
      /** No booking found */
      notFound: string;
      /** No name, email or code here begins with “{words}”. */
      noMatch(args: { words: string }): string;
      /** Show all bookings */
      showAll: string;
      /** No bookings yet */
      none: string;
      /** Each booking appears here as soon as it is placed. */
      appearHere: string;
      /** Bookings, newest first */
      caption: string;
      /** Bookings for “{words}”, newest first */
      captionFor(args: { words: string }): string;
      /** {count, plural, one {# booking on this page} other {# bookings on this page}} */
      shown(args: { count: number }): string;
      /** Refund */
      refund: string;
      /** Refund… */
      refundBooking: string;
    };
    refund: {
      /** Refund booking {code} */
      title(args: { code: string }): string;
      /** <event></event>, {seats} */
      eventAndSeats(args: { event: Tag; seats: string }): ComponentChildren;
      /** Nothing was refunded */
      refused: string;
      /** This booking has changed since you opened the page. Check it, then choose again. */
      changed: string;
      /** Paid */
      paid: string;
      /** Refunded */
      refunded: string;
      /** Nothing to refund */
      nothingToRefund: string;
      /** Only confirmed bookings can be refunded. <link>See all bookings</link> */
      onlyConfirmed(args: { link: Tag }): ComponentChildren;
      /** Refund tickets */
      refundTickets: string;
      /** Review this refund */
      reviewTickets: string;
      /** Tickets */
      tickets: string;
      /** used at the door */
      usedAtDoor: string;
      /** Fee to keep, in {currency} */
      feeIn(args: { currency: string }): string;
      /** Leave empty for none */
      feeHint: string;
      /** Keep the seats off sale */
      keepSeats: string;
      /** Refund an amount */
      refundAmount: string;
      /** Review this amount */
      reviewAmount: string;
      /** After a partial refund the booking and its tickets stay valid. */
      amountExplained: string;
      /** Amount in {currency} */
      amountIn(args: { currency: string }): string;
      /** Refund everything */
      refundAll: string;
      /** Review the full refund */
      reviewAll: string;
      /** <amount></amount> goes back. The booking ends: its tickets become invalid and its seats go back on sale. */
      allExplained(args: { amount: Tag }): ComponentChildren;
      /** Reason */
      reason: string;
      /** Included in the message to the buyer */
      reasonHint: string;
      /** Back to the bookings */
      backToBookings: string;
      /** <amount></amount> goes back to the buyer */
      reviewTitle(args: { amount: Tag }): ComponentChildren;
      /** {seat}: <price></price> */
      seatPrice(args: { price: Tag; seat: string }): ComponentChildren;
      /** Fee to keep: <price></price> */
      feeKept(args: { price: Tag }): ComponentChildren;
      consequence: {
        /** The booking ends: its tickets become invalid and its seats go back on sale. The buyer gets a message. */
        ends: string;
        /** The booking ends: its tickets become invalid and its seats stay off sale. The buyer gets a message. */
        endsKeepingSeats: string;
        /** These tickets become invalid and their seats go back on sale. The others stay valid. The buyer gets a message. */
        tickets: string;
        /** These tickets become invalid and their seats stay off sale. The others stay valid. The buyer gets a message. */
        ticketsKeepingSeats: string;
        /** The booking and its tickets stay valid. The buyer gets a message. */
        amount: string;
      };
      /** Reason: <reason></reason> */
      reasonGiven(args: { reason: Tag }): ComponentChildren;
      /** Refund <amount></amount> */
      confirm(args: { amount: Tag }): ComponentChildren;
      /** Change */
      change: string;
      errors: {
        /** Use at most {max, number} characters. */
        reason(args: { max: number }): string;
        /** Enter an amount above zero. */
        amountZero: string;
        /** At most {amount} can be refunded. */
        amount(args: { amount: string }): string;
        /** Choose the tickets to refund. */
        tickets: string;
        /** Keep at most {amount}, the price of these tickets. */
        fee(args: { amount: string }): string;
      };
    };
    health: {
      /** Refresh */
      readAgain: string;
      /** Everything is working. */
      allWell: string;
      dependency: {
        /** Database */
        database: string;
        /** Seat board */
        board: string;
        /** Event log */
        eventLog: string;
      };
      /** Responding */
      up: string;
      /** Not responding */
      down: string;
      /** Failed {ago}: <error></error> */
      failed(args: { ago: string; error: Tag }): ComponentChildren;
      /** Payments approved, last {minutes, plural, one {minute} other {# minutes}} */
      approved(args: { minutes: number }): string;
      /** {approved, number} approved, {declined, number} declined, {unanswered, number} without a result */
      outcomes(args: { approved: number; declined: number; unanswered: number }): string;
      /** Queues */
      queues: string;
      /** Queue */
      queue: string;
      queueName: {
        /** Messages to publish */
        outbox: string;
        /** Payments */
        payments: string;
        /** Refunds */
        refunds: string;
        /** Overdue bookings */
        overdue_bookings: string;
        /** Emails */
        mails: string;
        /** Undelivered emails */
        failed_mails: string;
        /** Dead letters */
        dead_letters: string;
      };
      /** Due */
      due: string;
      /** Oldest */
      oldest: string;
      /** Retrying */
      retrying: string;
      /** Failing for */
      failingFor: string;
      /** Last error */
      lastError: string;
      /** Messages waiting */
      messagesWaiting: string;
      /** Unknown */
      unknown: string;
      group: {
        /** Starts payments for new bookings */
        payments: string;
        /** Confirms or fails bookings */
        bookings: string;
        /** Keeps seat maps up to date */
        seats: string;
        /** Writes messages to buyers */
        notifications: string;
        /** Sends messages */
        delivery: string;
      };
      /** See them */
      seeThem: string;
      alarm: {
        down: {
          /** The database is not responding. */
          database: string;
          /** The seat board is not responding. */
          board: string;
          /** The event log is not responding. */
          eventLog: string;
        };
        failing: {
          /** Payments are failing: {count, number} to retry, the first failing for {time}. */
          payments(args: { count: number; time: string }): string;
          /** Refunds are failing: {count, number} to retry, the first failing for {time}. */
          refunds(args: { count: number; time: string }): string;
          /** Emails can’t be sent: {count, number} to retry, the first failing for {time}. */
          mails(args: { count: number; time: string }): string;
        };
        waiting: {
          /** Messages are not being published: {count, number} waiting, the first for {time}. */
          outbox(args: { count: number; time: string }): string;
          /** Payments are not being made: {count, number} waiting, the first for {time}. */
          payments(args: { count: number; time: string }): string;
          /** Bookings are past their deadline: {count, number} waiting, the first for {time}. */
          overdue_bookings(args: { count: number; time: string }): string;
          /** Refunds are not being made: {count, number} waiting, the first for {time}. */
          refunds(args: { count: number; time: string }): string;
          /** Emails are not being sent: {count, number} waiting, the first for {time}. */
          mails(args: { count: number; time: string }): string;
        };
        inspect: {
          /** {count, plural, one {# email could not be delivered.} other {# emails could not be delivered.}} */
          failed_mails(args: { count: number }): string;
          /** {count, plural, one {# message could not be handled.} other {# messages could not be handled.}} */
          dead_letters(args: { count: number }): string;
        };
        /** The payment provider gave no result for {unanswered, number} of {payments, plural, one {# payment} other {# payments}} in the last 5 minutes. */
        unanswered(args: { payments: number; unanswered: number }): string;
      };
    };
    letters: {
      outcome: {
        resolved: {
          /** Handled */
          title: string;
          /** The message went through this time. */
          text: string;
        };
        scheduled: {
          /** On its way */
          title: string;
          /** A worker will retry it within seconds. Reload this page to see the result. */
          text: string;
        };
        failed: {
          /** It failed again */
          title: string;
          /** The table shows why. Fix the cause first. */
          text: string;
        };
        mails: {
          /** On their way */
          title: string;
          /** The undelivered emails are being sent again. */
          text: string;
        };
        "not-found": {
          /** Nothing left to do */
          title: string;
          /** That message has already been handled. */
          text: string;
        };
      };
      /** Nothing is stuck */
      none: string;
      /** A message that can’t be handled is set aside here, so that the others can proceed. */
      setAsideHere: string;
      /** Messages that could not be handled, newest first */
      caption: string;
      /** {count, plural, one {# message on this page} other {# messages on this page}} */
      shown(args: { count: number }): string;
      /** Undelivered emails */
      mails: string;
      /** Send all again */
      sendAgain: string;
      /** Emails that could not be delivered, newest first. Each can still be read on the site. */
      mailsCaption: string;
      /** Email */
      mail: string;
      mailKind: {
        /** Confirmation */
        confirmation: string;
        /** Payment failed */
        "payment-failed": string;
        /** Cancellation */
        cancelled: string;
        /** Refund */
        refunded: string;
        /** Partial refund */
        "partial-refund": string;
        /** Event change */
        "event-changed": string;
        /** Address confirmation */
        "confirm-email": string;
        /** New password */
        "password-reset": string;
        /** Password changed */
        "password-changed": string;
        /** Address change */
        "email-changing": string;
        /** Account exists */
        "account-exists": string;
        /** New device */
        "new-device": string;
        /** Two-step verification */
        "factor-changed": string;
        /** Wrong codes */
        "wrong-codes": string;
      };
      /** To */
      to: string;
      /** Error */
      error: string;
      /** Attempts */
      attempts: string;
      /** Given up */
      givenUp: string;
      /** Consumer group */
      consumerGroup: string;
      /** Message */
      message: string;
      /** Next attempt */
      nextAttempt: string;
      /** On request */
      onRequest: string;
      /** Action */
      action: string;
    };
    /** no date yet */
    noDateYetInline: string;
  };
  door: {
    /** Check-in */
    checkIn: string;
    /** No event to admit to */
    noEvent: string;
    /** Published events appear here until they end. */
    eventsHere: string;
    /** Event */
    event: string;
    /** {date} · {title} */
    eventOption(args: { date: string; title: string }): string;
    /** Ticket or booking */
    ticketOrBooking: string;
    /** Scan the QR code, or type a booking code, name, email or seat such as “Stalls J 5”. */
    hint: string;
    /** Check in or find */
    checkInOrFind: string;
    outcome: {
      admitted: {
        /** Welcome */
        title: string;
        /** Let them in. */
        text: string;
      };
      "already-used": {
        /** Already used */
        title: string;
        /** Someone has already come in with this ticket. */
        text: string;
      };
      cancelled: {
        /** Cancelled */
        title: string;
        /** The booking was cancelled, so this ticket is no longer valid. */
        text: string;
      };
      refunded: {
        /** Refunded */
        title: string;
        /** This ticket was refunded and is no longer valid. */
        text: string;
      };
      "wrong-event": {
        /** Another event */
        title: string;
        /** This ticket is for another event. */
        text: string;
      };
      invalid: {
        /** Not valid */
        title: string;
        /** This is not a valid ticket. */
        text: string;
      };
      garbled: {
        /** Not readable */
        title: string;
        /** The scanner is set to a different keyboard layout from this computer. Set both to the same one, turn Caps Lock off, and scan again. */
        text: string;
      };
    };
    /** This ticket is for “{event}”, {when}. */
    forOtherEvent(args: { event: string; when: string }): string;
    /** Admitted at <time></time>. */
    admittedAt(args: { time: Tag }): ComponentChildren;
    /** That was at <time></time>. */
    wasAt(args: { time: Tag }): ComponentChildren;
    /** Bookings found */
    bookingsFound: string;
    /** {count, plural, one {# booking for “<words></words>”.} other {# bookings for “<words></words>”.}} */
    found(args: { count: number; words: Tag }): ComponentChildren;
    /** The first {count, plural, one {# booking} other {# bookings}} for “<words></words>”. Add a name or a seat to see fewer. */
    foundFirst(args: { count: number; words: Tag }): ComponentChildren;
    /** {name}, {code} */
    bookingOf(args: { code: string; name: string }): string;
    /** No name given */
    noName: string;
    /** Admit<hidden> {seat}</hidden> */
    admit(args: { hidden: Tag; seat: string }): ComponentChildren;
    /** In since <time></time> */
    inSince(args: { time: Tag }): ComponentChildren;
    /** {state, select, cancelled {Cancelled} refunded {Refunded} other {}} */
    ticketState(args: { state: "cancelled" | "refunded" }): string;
    /** Nothing found */
    nothingFound: string;
    /** “<words></words>” is not a ticket, and no booking of this event has this code, name, email or seat. */
    notFound(args: { words: Tag }): ComponentChildren;
  };
  eventChange: {
    /** {kind, select, moved {Moved from {was} to {now}} changed {Changed from {was} to {now}} other {}} */
    sentence(args: { kind: "moved" | "changed"; now: string; was: string }): string;
    /** {count, plural, one {{first}} =2 {{first}, {second}} other {{first}, {second}, {third}}} */
    facts(args: { count: number; first: string; second: string; third: string }): string;
    /** {time} */
    starts(args: { time: string }): string;
    /** doors at {time} */
    doors(args: { time: string }): string;
    /** no door time */
    noDoors: string;
    /** ending {time} */
    ends(args: { time: string }): string;
    /** {hall}, {venue}, {city} */
    hall(args: { city: string; hall: string; venue: string }): string;
    /** {venue}, {city} */
    venue(args: { city: string; venue: string }): string;
  };
  typedText: {
    /** Use a single line. */
    useOneLine: string;
    /** Remove tabs and other control characters. */
    removeControls: string;
    /** This contains invisible characters that change the direction of text. Type it instead of pasting it. */
    typeAgain: string;
    /** Use at least one visible character. */
    useVisible: string;
  };
  typedAmount: {
    /** “{typed}” could mean two amounts. Enter {whole}. */
    ambiguous(args: { typed: string; whole: string }): string;
    /** “{typed}” could mean two amounts. Enter {whole} or {decimal}. */
    ambiguousThousandths(args: { decimal: string; typed: string; whole: string }): string;
    /** Enter an amount such as {whole}. */
    enterWhole(args: { whole: string }): string;
    /** Enter an amount such as {whole} or {decimal}. */
    enterDecimal(args: { decimal: string; whole: string }): string;
  };
  liveSearch: {
    /** The list could not be updated. <link>Try again</link> */
    failed(args: { link: Tag }): ComponentChildren;
  };
  eventForm: {
    /** Which hall is it in? Its seat map determines which prices you set. */
    whichHall: string;
    /** {place, select, hall {{hall}} city {{city}} both {{hall} · {city}} other {}} · {seats, plural, one {# seat} other {# seats}}{owner, select, nobody {} you { · your hall} another { · owned by {name}} other {}} */
    hallFacts(args: { city: string; hall: string; name: string; owner: "nobody" | "you" | "another"; place: "hall" | "city" | "both"; seats: number }): string;
    noHalls: {
      /** No halls yet */
      title: string;
      /** An event needs a hall with a seat map, and there is none yet. */
      text: string;
      /** Back to the events */
      back: string;
    };
    /** What */
    what: string;
    /** Type */
    type: string;
    /** Title */
    title: string;
    /** Description */
    description: string;
    /** What visitors read below the title: who plays, what it’s about, how long it lasts */
    descriptionHint: string;
    /** Hall and prices */
    hallAndPrices: string;
    /** Hall */
    hall: string;
    /** Show its prices */
    showPrices: string;
    /** Plan of {hall}: {seats, plural, one {# seat} other {# seats}} */
    plan(args: { hall: string; seats: number }): string;
    /** Currency */
    currency: string;
    /** Three letters, such as EUR */
    currencyHint: string;
    /** When */
    when: string;
    /** All times are local to {city} ({timeZone}). */
    localTimes(args: { city: string; timeZone: string }): string;
    /** Doors open */
    doorsAt: string;
    /** Starts */
    startsAt: string;
    /** Ends */
    endsAt: string;
    /** Sales */
    sales: string;
    /** Sales open */
    salesOpenAt: string;
    /** If empty: once it’s published */
    salesOpenHint: string;
    /** Sales close */
    salesCloseAt: string;
    /** If empty: when the event ends */
    salesCloseHint: string;
    /** Seats per buyer */
    maxSeats: string;
    /** Up to 100 */
    maxSeatsHint: string;
    /** Minimum age */
    minimumAge: string;
    /** If empty: all ages */
    minimumAgeHint: string;
    /** Buyers can cancel and get their money back */
    cancellationAllowed: string;
    /** Can cancel until */
    cancellationUntil: string;
    /** If empty: until the event starts */
    cancellationHint: string;
    /** Refuse choices that leave a single seat on its own if another choice would not */
    refusesOrphans: string;
    /** Anyone can book wheelchair places from */
    accessibleReleaseAt: string;
    /** If empty: two days before the start */
    accessibleReleaseHint: string;
    /** Save draft */
    saveDraft: string;
    /** Save */
    save: string;
    /** Save and publish */
    saveAndPublish: string;
    /** Discard */
    discard: string;
    /** Save anyway */
    saveAnyway: string;
    /** Publish anyway */
    publishAnyway: string;
    clocks: {
      /** Clocks go forward that night: there is no {time}. */
      forward(args: { time: string }): string;
      /** Clocks go back that night: {time} occurs twice. */
      back(args: { time: string }): string;
      /** The first, {offset} */
      first(args: { offset: string }): string;
      /** The second, {offset} */
      second(args: { offset: string }): string;
    };
    /** Choose which time you mean. */
    chooseTime: string;
    /** Clocks change that night, so this time is unclear. Choose another time. */
    clocksChange: string;
    errors: {
      /** Choose concert or film. */
      type: string;
      /** Enter a title of up to 120 characters. */
      title: string;
      /** Use at most 5,000 characters for the description. */
      description: string;
      /** Choose another hall. Once published, an event can only move to a hall with the same seats. */
      chartId: string;
      /** Enter the day and time it starts. */
      startsAt: string;
      /** Enter an end that comes after the start. */
      endsAt: string;
      /** Doors can’t open after the start. Enter an earlier time, or leave it empty. */
      doorsAt: string;
      /** Sales must open before they close. Enter an earlier time, or leave it empty. */
      salesOpenAt: string;
      /** Sales can’t close after the event ends. Enter an earlier time, or leave it empty. */
      salesCloseAt: string;
      /** Enter a currency in three letters, such as EUR. Once published, an event keeps it. */
      currency: string;
      /** Enter 1 to 100 seats per buyer. */
      maxSeatsPerBuyer: string;
      /** Enter a minimum age from 1 to 99, or leave it empty. */
      minimumAge: string;
      /** Wheelchair places can’t open to everyone after the start. Enter an earlier time, or leave it empty. */
      accessibleReleaseAt: string;
      /** Buyers can’t cancel after the start. Enter an earlier time, or leave it empty. */
      cancellationUntil: string;
      /** Use at most 150 characters. */
      subject: string;
      /** Use at most 2,000 characters. */
      text: string;
      /** Use at most 500 characters. */
      reason: string;
      /** Enter a time between now and the start, or leave it empty. */
      cancelUntil: string;
      /** Enter a lower price, such as 45 or 45.50. */
      price: string;
      /** Check this again. */
      other: string;
    };
    /** {zone}: {error} */
    errorOfZone(args: { error: string; zone: string }): string;
    outcome: {
      created: {
        /** Saved as a draft */
        title: string;
        /** Only organizers see it. Publish it when it’s ready. */
        text: string;
      };
      saved: {
        /** Saved */
        title: string;
        /** Visitors see the change right away. */
        text: string;
      };
      moved: {
        /** Saved */
        title: string;
        /** Visitors see the change right away, and everyone who booked gets the message. */
        text: string;
      };
      published: {
        /** Published */
        title: string;
        /** It’s on the site, and on sale from the time you set. */
        text: string;
      };
      "not-published": {
        /** Saved, but not published */
        title: string;
        /** An event can’t be published if it is over or cancelled, or if its hall is taken. */
        text: string;
      };
      duplicated: {
        /** This is the copy, a draft */
        title: string;
        /** It has no date yet. Set one, then publish it. */
        text: string;
      };
      cancelled: {
        /** The event is cancelled */
        title: string;
        /** Its bookings are being cancelled and refunded, and everyone who booked gets a message. */
        text: string;
      };
      deleted: {
        /** Deleted */
        title: string;
        /** The event and its prices are gone. */
        text: string;
      };
      invalid: {
        /** Nothing was saved yet */
        title: string;
        /** Please correct the following: */
        text: string;
      };
      "seats-sold": {
        /** Nothing was saved: seats for this event have been sold */
        title: string;
        /** Another hall or currency would change what people paid for. Choose the ones it had. */
        text: string;
      };
      stale: {
        /** Nothing was saved: someone else changed this event in the meantime */
        title: string;
        /** Below is what you entered. <link>View their version</link> (in a new window), then save again to replace it with yours. */
        text(args: { link: Tag }): ComponentChildren;
      };
      "hall-occupied": {
        /** Not done yet: the hall is taken at that time */
        title: string;
        /** Choose another time or hall, or continue even though both events are in it at once. */
        text: string;
      };
    };
    change: {
      /** Change “{event}”? */
      title(args: { event: string }): string;
      /** Until now */
      was: string;
      /** From now on */
      becomes: string;
      /** {bookings, plural, one {# booking is affected.} other {# bookings are affected.}} The message gives the old and the new time and place, and links to the booking. */
      affected(args: { bookings: number }): string;
      /** Subject */
      subject: string;
      /** Message */
      message: string;
      /** Reason */
      reason: string;
      /** Free cancellation until */
      cancelUntil: string;
      /** Until then, everyone who booked can cancel for a full refund. If empty: as the event allows */
      cancelHint: string;
      /** {messages, plural, one {Save and send # message} other {Save and send # messages}} */
      saveAndSend(args: { messages: number }): string;
      /** Save without a message */
      saveSilently: string;
      /** Back */
      back: string;
      /** If empty: the text shown, in each reader’s language */
      defaultHint: string;
    };
  };
  artwork: {
    /** Upload artwork */
    upload: string;
    /** Replace artwork */
    replace: string;
    /** Picture */
    picture: string;
    /** JPEG, PNG, WebP or AVIF, up to 10 MB, at least {pixels, number} pixels on each side. Portrait pictures fill a poster best. */
    pictureHint(args: { pixels: number }): string;
    /** Upload */
    send: string;
    /** Remove artwork */
    remove: string;
    /** The drawn poster will take its place. */
    afterRemoval: string;
    /** Drawn poster */
    drawnPoster: string;
    /** It is drawn when the event is published, so that it looks different from those of the events around it. */
    drawnOnPublishing: string;
    /** This is what visitors see while there is no artwork. */
    drawnShown: string;
    /** Focus */
    focus: string;
    /** Click the part of the picture that every crop should keep. */
    focusExplained: string;
    /** Set the focus by clicking the picture */
    setFocus: string;
    /** From the left, in percent */
    fromLeft: string;
    /** From the top, in percent */
    fromTop: string;
    /** What the picture shows */
    alt: string;
    /** For visitors who can’t see it, such as “A woman plays a row of glasses” */
    altHint: string;
    /** Save */
    save: string;
    /** {crop, select, poster {Poster} preview {Preview} other {}} */
    crop(args: { crop: "poster" | "preview" }): string;
    outcome: {
      /** Artwork saved. Click the part of it that every crop should keep. */
      uploaded: string;
      /** Saved. */
      saved: string;
      /** Artwork removed. The drawn poster is back. */
      removed: string;
    };
    refusal: {
      /** This file is larger than 10 MB. Choose a smaller one. */
      "too-large": string;
      /** Choose a picture first. */
      "no-file": string;
      /** Enter both numbers from 0 to 100, and at most 200 characters of description. */
      invalid: string;
      /** Someone changed this event in the meantime. This is how it is now; send the form again. */
      stale: string;
      /** This file is not a readable JPEG, PNG, WebP or AVIF picture. Choose another. */
      "not-a-picture": string;
      /** This picture has more than {megapixels, number} megapixels. Choose a smaller one. */
      "too-many-pixels"(args: { megapixels: number }): string;
      /** This picture is less than {pixels, number} pixels wide or high. Choose a larger one. */
      "too-small"(args: { pixels: number }): string;
      /** One side of this picture is more than {times, number} times as long as the other. Choose another. */
      "too-long"(args: { times: number }): string;
    };
  };
  devMail: {
    /** Emails */
    title: string;
    /** What this server has sent or would have sent, newest first. Only in development, and only from this machine. */
    intro: string;
    /** No emails yet */
    none: string;
    /** Create an account or book a ticket: the email appears here. */
    noneText: string;
    /** To {recipient} */
    to(args: { recipient: string }): string;
    /** No recipient: the account is deleted */
    noRecipient: string;
  };
  staffAccounts: {
    /** Search accounts by name or email */
    search: string;
    /** Name or email */
    searchHint: string;
    /** Which accounts */
    which: string;
    /** All */
    allRoles: string;
    /** Role */
    role: string;
    /** {role, select, visitor {Visitor} checkin {Check-in} organizer {Organizer} admin {Administrator} other {}} */
    roleName(args: { role: "visitor" | "checkin" | "organizer" | "admin" }): string;
    /** Locked */
    locked: string;
    /** Account */
    account: string;
    /** Second factor */
    secondFactor: string;
    /** {factor, select, totp {Authenticator app} passkey {Passkey} other {}} */
    factorName(args: { factor: "totp" | "passkey" }): string;
    /** None */
    noFactor: string;
    /** Signed in on */
    sessions: string;
    /** {count, plural, =0 {no device} one {# device} other {# devices}} */
    sessionCount(args: { count: number }): string;
    /** Last used */
    lastUsed: string;
    /** Not recently */
    neverUsed: string;
    /** Created */
    created: string;
    /** Accounts, newest first */
    caption: string;
    /** {count, plural, one {# account on this page} other {# accounts on this page}} */
    shown(args: { count: number }): string;
    /** No account found */
    none: string;
    /** No account has a name or email that begins with “{words}”. */
    noMatch(args: { words: string }): string;
    /** No account has this role yet. */
    noneOfRole: string;
    /** Show all accounts */
    showAll: string;
    /** Change role */
    changeRole: string;
    /** Role of this account */
    chooseRole: string;
    /** Continue */
    continue: string;
    /** {role, select, visitor {Books seats, and sees only their own bookings.} checkin {Also checks tickets in, at every event.} organizer {Also creates events, and sees and refunds their bookings.} admin {Can do everything, including changing roles.} other {}} */
    roleMeans(args: { role: "visitor" | "checkin" | "organizer" | "admin" }): string;
    /** Change the role of {name} from {from} to {to}? */
    confirmRole(args: { from: string; name: string; to: string }): string;
    /** {role, select, visitor {The account books seats, and sees only its own bookings.} checkin {The account also checks tickets in, at every event.} organizer {The account also creates events, and sees and refunds their bookings.} admin {The account can do everything, including changing roles.} other {}} This takes effect within seconds, on every device where it is signed in. */
    roleTakesEffect(args: { role: "visitor" | "checkin" | "organizer" | "admin" }): string;
    /** Change the role */
    change: string;
    /** Keep it as it is */
    keep: string;
    /** Lock the account */
    lockTitle: string;
    /** A locked account is signed out everywhere, and nobody can sign in to it. Its bookings and events stay. */
    lockText: string;
    /** Lock account */
    lock: string;
    /** Lock the account of {name}? */
    confirmLock(args: { name: string }): string;
    /** Lock the account */
    lockNow: string;
    /** This account is locked */
    unlockTitle: string;
    /** Nobody can sign in to it until you unlock it. */
    unlockText: string;
    /** Unlock account */
    unlock: string;
    done: {
      /** The role was changed. */
      role: string;
      /** The account is locked, and signed out everywhere. */
      locked: string;
      /** The account is unlocked. */
      unlocked: string;
    };
    /** This is the only administrator who can sign in. Make someone else an administrator first. */
    lastAdmin: string;
    /** What happened to this account */
    history: string;
    /** What this account did */
    theirActions: string;
    /** This is your own account. */
    yourself: string;
  };
  auditLog: {
    /** Filter the log */
    filter: string;
    /** By */
    actor: string;
    /** About */
    subject: string;
    /** Email or ID */
    emailOrId: string;
    /** What */
    action: string;
    /** Everything */
    allActions: string;
    /** From */
    from: string;
    /** To */
    to: string;
    /** Show */
    show: string;
    /** Show everything */
    clear: string;
    /** Some of these filters are invalid and were ignored. */
    invalid: string;
    /** Time */
    at: string;
    /** Who */
    who: string;
    /** Details */
    details: string;
    /** Not signed in */
    nobody: string;
    /** The system */
    program: string;
    /** {count, number} times */
    times(args: { count: number }): string;
    /** Audit log, newest first */
    caption: string;
    /** {count, plural, one {# entry on this page} other {# entries on this page}} */
    shown(args: { count: number }): string;
    /** Nothing recorded */
    none: string;
    /** No entry matches these filters. */
    noneText: string;
    subjectType: {
      /** Account */
      account: string;
      /** Unknown email */
      address: string;
      /** Device */
      session: string;
      /** Event */
      event: string;
      /** Venue */
      venue: string;
      /** Hall plan */
      chart: string;
      /** Booking */
      booking: string;
      /** Ticket */
      ticket: string;
      /** Dead letter */
      "dead-letter": string;
    };
    /** {member}: {before} → {after} */
    change(args: { after: string; before: string; member: string }): string;
    actions: {
      /** Account created */
      "account.registered": string;
      /** Email confirmed */
      "account.confirmed": string;
      /** Signed in */
      "account.signed-in": string;
      /** Sign-in failed */
      "account.sign-in-failed": string;
      /** Signed out */
      "account.signed-out": string;
      /** Password reset */
      "account.password-reset": string;
      /** Password changed */
      "account.password-changed": string;
      /** Email changed */
      "account.email-changed": string;
      /** Role changed */
      "account.role-changed": string;
      /** Account locked */
      "account.locked": string;
      /** Account unlocked */
      "account.unlocked": string;
      /** Account data exported */
      "account.exported": string;
      /** Account deleted */
      "account.erased": string;
      /** Second factor added */
      "factor.added": string;
      /** Second factor removed */
      "factor.removed": string;
      /** Device signed out */
      "session.ended": string;
      /** Booking cancelled */
      "booking.cancelled": string;
      /** Booking refunded */
      "booking.refunded": string;
      /** Booking moved */
      "booking.moved": string;
      /** Booking changed */
      "booking.changed": string;
      /** Tickets sent again */
      "booking.resent": string;
      /** Bookings viewed */
      "bookings.read": string;
      /** Bookings exported */
      "bookings.exported": string;
      /** Ticket checked in */
      "ticket.admitted": string;
      /** Check-in undone */
      "admission.undone": string;
      /** Seats kept off sale */
      "seats.kept": string;
      /** Seats released */
      "seats.released": string;
      /** Guests added */
      "guests.added": string;
      /** Dead letter retried */
      "dead-letter.retried": string;
      /** Event created */
      "event.created": string;
      /** Event changed */
      "event.changed": string;
      /** Event published */
      "event.published": string;
      /** Event cancelled */
      "event.cancelled": string;
      /** Event deleted */
      "event.deleted": string;
      /** Artwork uploaded */
      "event.artwork-uploaded": string;
      /** Artwork changed */
      "event.artwork-changed": string;
      /** Artwork removed */
      "event.artwork-removed": string;
      /** Venue created */
      "venue.created": string;
      /** Venue’s time zone replaced */
      "venue.time-zone-replaced": string;
      /** Hall begun */
      "chart.drafted": string;
      /** Draft of a hall plan discarded */
      "chart.draft-discarded": string;
      /** Hall plan saved */
      "chart.written": string;
    };
  };
  dataExport: {
    /** Your data */
    title: string;
    /** As of {time} */
    asOf(args: { time: string }): string;
    /** {time}\u00a0UTC */
    utc(args: { time: string }): string;
    /** None */
    none: string;
    /** Only the latest {count, number} are listed here. The JSON file has all of them. */
    more(args: { count: number }): string;
    /** Account */
    account: string;
    /** Name */
    name: string;
    /** Email */
    email: string;
    /** Email confirmed */
    emailConfirmed: string;
    /** Yes */
    yes: string;
    /** No */
    no: string;
    /** Role */
    role: string;
    /** Language */
    language: string;
    /** The browser’s */
    browserLanguage: string;
    /** Registered */
    registered: string;
    /** Two-step verification */
    factors: string;
    /** Off */
    off: string;
    /** {factor, select, totp {Authenticator app} passkey {Passkey} other {}} */
    factor(args: { factor: "totp" | "passkey" }): string;
    /** Account ID */
    id: string;
    lists: {
      /** Devices */
      sessions: string;
      /** Passkeys */
      passkeys: string;
      /** Links sent by email */
      links: string;
      /** Held seats */
      holds: string;
      /** Bookings */
      bookings: string;
      /** Messages */
      messages: string;
      /** Activity */
      audit: string;
    };
    /** Added */
    added: string;
    /** Signed in */
    signedIn: string;
    /** Last used */
    lastUsed: string;
    /** Signed out */
    signedOut: string;
    /** Browser */
    userAgent: string;
    link: {
      /** To confirm an address */
      "confirm-email": string;
      /** To change the address */
      "change-email": string;
      /** To set a new password */
      "reset-password": string;
    };
    /** Sent to */
    sentTo: string;
    /** Sent */
    sent: string;
    /** Used */
    used: string;
    /** Seats */
    seats: string;
    /** Returned seats */
    returnedSeats: string;
    /** Total */
    total: string;
    /** Held until */
    expires: string;
    /** Starts */
    starts: string;
    /** Venue */
    venue: string;
    /** Booking code */
    code: string;
    /** Status */
    status: string;
    /** Booked */
    booked: string;
    /** Refund */
    refund: string;
    /** Admitted */
    admitted: string;
    /** Time */
    time: string;
    /** By */
    by: string;
    /** You */
    you: string;
    /** Staff, or the system */
    others: string;
    /** Someone not signed in */
    unknown: string;
    /** IP address */
    address: string;
    /** How often */
    howOften: string;
  };
  chartImport: {
    names: {
      /** Stalls */
      section: string;
      /** Seats */
      zone: string;
      /** Stage */
      stage: string;
    };
    notes: {
      /** The file has no positions, so the seats were laid out in rows. */
      "laid-out": string;
      /** Shapes that look like seats became seats. Check their rows and numbers. */
      "seats-recognised": string;
      /** Parts of the file that have no counterpart here were left out. */
      "left-out": string;
    };
    faults: {
      /** There are no seats in this file. */
      empty: string;
      /** That’s too many seats: a row has at most 500, a hall 60,000. */
      "too-many-seats": string;
      /** Two seats are so close together that the hall would be too large. Move them apart. */
      "too-large": string;
      /** This document is nested too deeply. */
      "too-deep": string;
      /** This isn’t valid JSON. */
      "not-json": string;
      /** This can’t be read. Check it against the description of the format. */
      "not-understood": string;
      /** This file has a DOCTYPE line, which could hide something. Export the drawing again without it. */
      doctype: string;
      /** Nothing in this drawing looks like seats: there are no small shapes of the same size. */
      "no-seats-drawn": string;
      /** This drawing has too many shapes. Leave out what is not needed for the hall. */
      "too-many-shapes": string;
      /** There is already a row with this name. Use “gap” for an aisle within a row. */
      "row-repeated": string;
      /** These columns are missing from the first line: {text}. */
      "columns-missing"(args: { text: string }): string;
      /** The row has no seat {text}. */
      "row-without-seat"(args: { text: string }): string;
      /** “{text}” is not known here. Use “even”, “odd”, “gap” or “wheelchair”. */
      "unknown-word"(args: { text: string }): string;
      /** “{text}” is not known. Use “accessible”, “companion”, “restricted-view” or “aisle”. */
      "unknown-flag"(args: { text: string }): string;
      /** “{text}” would be a formula in a spreadsheet. Names must not begin with =, +, - or @. */
      formula(args: { text: string }): string;
      /** Not accepted here: {text}. */
      invalid(args: { text: string }): string;
    };
  };
  chartProblems: {
    /** These seats have the same section, row and number. */
    "name-double": string;
    /** A name is missing. */
    "name-empty": string;
    /** These seats overlap. */
    "too-close": string;
    /** These seats have no price zone. */
    "zone-missing": string;
    /** The capacity of this standing area is missing, or differs from its number of places. */
    "area-capacity": string;
    /** This standing area encloses no space. */
    "area-surface": string;
    /** These seats are outside the room. */
    "outside-room": string;
    /** There is no wheelchair place beside this companion seat. */
    "companion-alone": string;
    /** The hall has no wheelchair place. */
    "no-accessible": string;
    /** This row has only one seat. */
    "row-of-one": string;
  };
  halls: {
    /** Halls */
    title: string;
    /** Venues */
    venues: string;
    /** Halls and venues */
    navigation: string;
    /** Hall */
    hall: string;
    /** Venue */
    venue: string;
    /** Search halls by name, venue or city */
    search: string;
    /** Name, venue or city */
    searchHint: string;
    /** All venues */
    allVenues: string;
    /** {venue}, {city} */
    venueIn(args: { city: string; venue: string }): string;
    /** Seats */
    seats: string;
    /** Version */
    version: string;
    /** None yet */
    noVersion: string;
    /** Changes not published */
    hasDraft: string;
    /** Owner */
    owner: string;
    /** Administrators */
    noOwner: string;
    /** You */
    you: string;
    /** Used by */
    usedBy: string;
    /** No upcoming event */
    notUsed: string;
    /** {count, plural, one {and # more event} other {and # more events}} */
    moreEvents(args: { count: number }): string;
    /** No halls yet */
    none: string;
    /** A hall is drawn once, then every event in it can sell its seats. */
    firstHall: string;
    /** No hall found */
    notFound: string;
    /** No hall has these words in its name, venue or city. */
    noMatch: string;
    /** Show all halls */
    showAll: string;
    /** {count, plural, one {# hall} other {# halls}} on this page */
    shown(args: { count: number }): string;
    /** New venue */
    newVenue: string;
    /** Add venue */
    createVenue: string;
    /** The venue was added. */
    venueCreated: string;
    /** No venues yet */
    noVenues: string;
    /** A venue is a building or a site. Its halls are drawn in it. */
    firstVenue: string;
    /** {count, plural, one {# venue} other {# venues}} on this page */
    venuesShown(args: { count: number }): string;
    /** {count, plural, one {# hall} other {# halls}} */
    hallCount(args: { count: number }): string;
    /** Name of the venue */
    venueName: string;
    /** Address */
    address: string;
    /** Street and number, without the city */
    addressHint: string;
    /** City */
    city: string;
    /** Country */
    country: string;
    /** Two letters, such as GB or DE */
    countryHint: string;
    /** Time zone */
    timeZone: string;
    /** Such as Europe/London. Times of events are shown in it. */
    timeZoneHint: string;
    /** Cancel */
    cancel: string;
    venueErrors: {
      /** Enter the name of the venue. */
      name: string;
      /** This address can’t be used. */
      address: string;
      /** Enter the city. */
      city: string;
      /** Enter a country’s two letters, such as GB or DE. */
      country: string;
      /** Choose a time zone from the list, such as Europe/London. */
      timeZone: string;
    };
    /** New hall */
    new: string;
    /** Draw the first hall */
    createFirst: string;
    /** {start, select, cinema {Cinema} theatre {Theatre with balcony} club {Club with tables} tables {Tables} arena {Arena} openAir {Open air} blank {Empty drawing} text {Rows as text} csv {Table of seats (CSV)} svg {Drawing (SVG)} dxf {CAD drawing (DXF)} chart {Chart (JSON)} pretix {pretix plan (JSON)} copy {Copy of a hall} other {}} */
    startOf(args: { start: "cinema" | "theatre" | "club" | "tables" | "arena" | "openAir" | "blank" | "text" | "csv" | "svg" | "dxf" | "chart" | "pretix" | "copy" }): string;
    /** What do you want to start from? Everything can be changed later. */
    whichStart: string;
    /** {start, select, cinema {Gently curved rows} theatre {Curved stalls and a balcony} club {Standing in front, tables behind} tables {Round tables for dinners and cabaret} arena {Blocks around a standing floor} openAir {A field and benches} blank {Draw it yourself, or over a picture} text {Type A: 1-12, one row a line} csv {Section, row, number and zone} svg {Its small shapes become seats} dxf {From the house’s architects} chart {In Aisle’s own format} pretix {A seating plan from pretix} copy {With everything in it} other {}} */
    startText(args: { start: "cinema" | "theatre" | "club" | "tables" | "arena" | "openAir" | "blank" | "text" | "csv" | "svg" | "dxf" | "chart" | "pretix" | "copy" }): string;
    /** {name, select, rows {Rows} seats {Seats per row} balconyRows {Rows on the balcony} tables {Tables} seatsPerTable {Seats per table} standing {Standing places} blocks {Blocks} other {}} */
    numberOf(args: { name: "rows" | "seats" | "balconyRows" | "tables" | "seatsPerTable" | "standing" | "blocks" }): string;
    parts: {
      /** Stage */
      stage: string;
      /** Screen */
      screen: string;
      /** Front rows */
      front: string;
      /** Stalls */
      stalls: string;
      /** Balcony */
      balcony: string;
      /** Standing */
      standing: string;
      /** Seats */
      seats: string;
      /** Tables */
      tables: string;
      /** Ground floor */
      groundFloor: string;
      /** First floor */
      firstFloor: string;
      /** Table {number} */
      table(args: { number: string }): string;
      /** Block {number} */
      block(args: { number: string }): string;
    };
    /** Hall to copy */
    copyOf: string;
    /** Choose a hall to copy. */
    chooseHall: string;
    /** Show preview */
    preview: string;
    /** Name and venue */
    nameAndVenue: string;
    /** Name of the hall */
    hallName: string;
    /** Enter a name of at most 120 characters. */
    hallNameMissing: string;
    /** Choose a venue. */
    venueMissing: string;
    /** Another venue, entered below */
    addVenue: string;
    /** Add a venue */
    newVenueHere: string;
    /** Create hall */
    createHall: string;
    /** Text */
    content: string;
    /** You draw the hall once it has a name and a venue. That needs JavaScript and a screen of at least a tablet’s size. */
    blankHint: string;
    /** {start, select, text {One row a line, from the front: “A: 1-12”, then “gap 6” for an aisle after seat 6, or “wheelchair 1 2”.} csv {The first line names the columns: section, row, number, zone; optionally x, y and flags.} svg {Circles or small shapes of the same size become seats, groups become sections and rows. A number in a seat is its number.} dxf {Circles or blocks of the same size become seats, layers become sections. Save a DWG file as DXF first.} chart {The JSON document of a chart, as the API returns it.} pretix {The JSON document of a seating plan.} other {}} */
    contentHint(args: { start: "text" | "csv" | "svg" | "dxf" | "chart" | "pretix" }): string;
    /** Or a file */
    file: string;
    /** At most 8 MB. It replaces the text. */
    fileHint: string;
    /** Line {line} */
    line(args: { line: string }): string;
    /** This can’t be read yet */
    importFailed: string;
    /** {place}: {message} */
    errorAt(args: { message: string; place: string }): string;
    /** Preview: {seats, plural, one {{count} seat} other {{count} seats}} */
    previewOf(args: { count: string; seats: number }): string;
    /** Plan of the hall */
    previewAlt: string;
    /** No problems were found. */
    noProblems: string;
    /** {count, plural, one {# problem to look at} other {# problems to look at}} */
    problemsFound(args: { count: number }): string;
    /** {level, select, error {To correct: } warning {} other {}}{message} */
    problem(args: { level: "error" | "warning"; message: string }): string;
    /** The hall was created. */
    created: string;
    /** Start from something else */
    otherStart: string;
  };
  hallDesigner: {
    /** Opening the designer… */
    loading: string;
    /** The designer could not be loaded. Reload the page to try again. */
    failed: string;
    /** The designer needs JavaScript. Without it, halls start from a template, a text or a file. */
    noScript: string;
    /** Plan of the hall. Press question mark for the keys. */
    plan: string;
    /** drawing */
    planRole: string;
    /** Tools */
    tools: string;
    tool: {
      /** Select */
      select: string;
      /** Move the plan */
      pan: string;
      /** Row */
      rows: string;
      /** Block of rows */
      block: string;
      /** Table */
      table: string;
      /** Standing area */
      area: string;
      /** Shape */
      shape: string;
      /** Text */
      text: string;
      /** Brush */
      brush: string;
      /** Labels */
      labels: string;
      /** Focal point */
      focus: string;
      /** Picture to trace */
      trace: string;
    };
    hint: {
      /** Click to select, drag to move. Shift adds, Alt draws a lasso. */
      select: string;
      /** Drag to move the plan, scroll to zoom. */
      pan: string;
      /** Drag from one end of the row to the other. */
      rows: string;
      /** Drag from the front left corner to the back right one. */
      block: string;
      /** Click where the table stands. */
      table: string;
      /** Drag a rectangle, or click the corners and double-click to finish. */
      area: string;
      /** Drag a rectangle, or click the corners and double-click to finish. */
      shape: string;
      /** Type the text, then click where it goes. */
      text: string;
      /** Drag over seats. */
      brush: string;
      /** Select a section, choose a rule, then set its labels. */
      labels: string;
      /** Click what the audience looks at. The best seats are in front of it. */
      focus: string;
      /** Choose a picture, then click two points of it. */
      trace: string;
    };
    /** Picture */
    picture: string;
    /** This file can’t be shown as a picture. */
    pictureFail: string;
    /** The picture stays in this browser. Seats are 20 wide. */
    traceNote: string;
    /** Opacity in percent */
    opacity: string;
    /** Click two points of the picture to set its size. */
    twoPoints: string;
    /** Distance of the two points */
    distance: string;
    /** Remove the picture */
    removePicture: string;
    /** Actions */
    actions: string;
    /** Show the plan */
    shownAs: string;
    views: {
      /** To draw */
      drawing: string;
      /** As buyers see it on a phone */
      phone: string;
      /** As buyers see it on a desktop */
      desktop: string;
    };
    /** As buyers see it while every seat is free. Escape goes back to drawing. */
    asBuyers: string;
    /** Undo */
    undo: string;
    /** Redo */
    redo: string;
    /** Check */
    check: string;
    /** Publish */
    publish: string;
    /** Zoom in */
    zoomIn: string;
    /** Zoom out */
    zoomOut: string;
    /** Show the whole hall */
    fit: string;
    /** Keys */
    keys: string;
    saved: {
      /** Saved */
      saved: string;
      /** Not saved yet */
      unsaved: string;
      /** Saving… */
      saving: string;
      /** Offline. Your changes are kept in this browser. */
      offline: string;
      /** Not saved. */
      failed: string;
    };
    /** {count, plural, one {Someone else changed an object that you changed too. Theirs is shown.} other {Someone else changed # objects that you changed too. Theirs are shown.}} */
    conflict(args: { count: number }): string;
    /** Use mine */
    insist: string;
    /** Close */
    dismiss: string;
    /** Published. New events use this version. */
    published: string;
    /** Not published. {reason} */
    notPublished(args: { reason: string }): string;
    /** There is no connection. */
    offlinePublish: string;
    /** {count, plural, =0 {No problems found.} one {# problem found.} other {# problems found.}} */
    checked(args: { count: number }): string;
    /** Properties */
    inspector: string;
    /** A click selects */
    reach: string;
    reaches: {
      /** a seat */
      seat: string;
      /** its row */
      row: string;
      /** its section */
      section: string;
    };
    /** Drag a lasso instead of a rectangle */
    lasso: string;
    /** Zone */
    zone: string;
    /** Zones */
    zones: string;
    /** Zone {number} */
    zoneName(args: { number: string }): string;
    /** Add a zone */
    addZone: string;
    /** Colour */
    zoneColour: string;
    /** Name of the zone */
    zoneTitle: string;
    /** Remove {zone} */
    removeZone(args: { zone: string }): string;
    /** Select all of {zone} */
    selectZone(args: { zone: string }): string;
    /** Colour {number} */
    colour(args: { number: string }): string;
    /** Seat spacing */
    spacing: string;
    /** Row spacing */
    rowSpacing: string;
    /** Curve in degrees */
    curve: string;
    /** Seats more per row */
    taper: string;
    /** Shift every second row by half a seat */
    stagger: string;
    /** Aisles */
    aisles: string;
    /** First row */
    firstRow: string;
    /** Skip I and O */
    skip: string;
    /** Seat numbers */
    numbering: string;
    numberings: {
      /** 1, 2, 3 from the left */
      "left-to-right": string;
      /** 1, 2, 3 from the right */
      "right-to-left": string;
      /** Odd left, even right of the centre */
      "odd-even": string;
      /** Keep */
      keep: string;
    };
    /** Shape of the table */
    table: string;
    tableShapes: {
      /** Round */
      round: string;
      /** Long */
      long: string;
    };
    /** Seats at the table */
    tableSeats: string;
    /** Places */
    capacity: string;
    /** What to draw */
    shape: string;
    shapes: {
      /** Stage */
      stage: string;
      /** Screen */
      screen: string;
      /** Bar */
      bar: string;
      /** Stairs */
      stairs: string;
      /** Entrance */
      entrance: string;
      /** Aisle */
      aisle: string;
      /** Ground */
      ground: string;
      /** Room */
      room: string;
    };
    /** Text */
    text: string;
    /** Brush */
    brush: string;
    brushes: {
      /** Zone */
      zone: string;
      /** Wheelchair place */
      accessible: string;
      /** Companion seat */
      companion: string;
      /** Restricted view */
      "restricted-view": string;
      /** No seat */
      none: string;
    };
    /** Size of the brush */
    brushSize: string;
    /** Note for buyers */
    note: string;
    /** {seats, plural, =0 {} one {# seat} other {# seats}}{both, select, yes {, } no {} other {}}{objects, plural, =0 {} one {# object} other {# objects}} */
    selected(args: { both: "yes" | "no"; objects: number; seats: number }): string;
    /** Nothing is selected. */
    nothingSelected: string;
    /** Section */
    section: string;
    /** Name on the map */
    sectionName: string;
    /** Floor */
    floor: string;
    /** Row */
    row: string;
    /** Number */
    number: string;
    /** Label */
    label: string;
    /** Seat properties */
    flags: string;
    /** Arrange */
    arrange: string;
    arrangement: {
      /** Align left */
      left: string;
      /** Align centres */
      middle: string;
      /** Align right */
      right: string;
      /** Align top */
      top: string;
      /** Align middles */
      centre: string;
      /** Align bottom */
      bottom: string;
      /** Space evenly across */
      across: string;
      /** Space evenly down */
      down: string;
      /** Mirror left to right */
      mirror: string;
      /** Mirror top to bottom */
      flip: string;
      /** Turn 15° left */
      turnLeft: string;
      /** Turn 15° right */
      turnRight: string;
    };
    /** Duplicate */
    duplicate: string;
    /** Remove */
    remove: string;
    /** Count from the back */
    fromBack: string;
    /** Keep row names */
    keepRows: string;
    /** First number */
    firstNumber: string;
    /** Count in twos */
    oddOnly: string;
    /** Set labels */
    setLabels: string;
    /** {from} to {to} */
    labelsNote(args: { from: string; to: string }): string;
    /** Rows start with a letter (A, AA) or a number. */
    labelsFail: string;
    /** Select a seat of the section to label. */
    noSection: string;
    /** Size of the hall */
    hallSize: string;
    /** Fit the hall to the drawing */
    fitHall: string;
    /** Problems */
    problems: string;
    /** No problems found at the last check. */
    noProblems: string;
    /** {count, plural, one {And # more.} other {And # more.}} */
    moreProblems(args: { count: number }): string;
    problemKind: {
      /** Error */
      error: string;
      /** Warning */
      warning: string;
    };
    /** Seats by zone */
    seatsByZone: string;
    /** All */
    total: string;
    /** {seats, plural, one {# seat} other {# seats}} */
    seatCount(args: { seats: number }): string;
    /** {places, plural, one {# place} other {# places}} */
    placeCount(args: { places: number }): string;
    /** {rows, plural, one {} other {# rows, }}{seats, plural, one {# seat} other {# seats}} */
    rowsNote(args: { rows: number; seats: number }): string;
    /** Block {number} */
    blockName(args: { number: string }): string;
    /** Table {number} */
    tableName(args: { number: string }): string;
    /** Standing {number} */
    areaName(args: { number: string }): string;
    /** Keys on the plan */
    keyList: string;
    keyRows: {
      /** Draw in the middle of the view, or close a shape */
      draw: string;
      /** Move what is selected; with Shift by 10 */
      move: string;
      /** Turn what is selected; with Shift by 1° */
      turn: string;
      /** Mirror */
      mirror: string;
      /** Remove what is selected */
      remove: string;
      /** Undo */
      undo: string;
      /** Redo */
      redo: string;
      /** Duplicate */
      duplicate: string;
      /** Select everything */
      all: string;
      /** Zoom, and show the whole hall */
      zoom: string;
      /** Hold to move the plan */
      pan: string;
      /** Select nothing */
      escape: string;
    };
  };
}
