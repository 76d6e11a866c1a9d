/** The events of the sample data. Bands, orchestras and films are invented. */
import type { EventType } from "@/lib/events/event.ts";
import { arena, cinema, club, festival, studio, theatre, type Venue } from "./halls/mod.ts";

export interface SampleEvent {
  venue: Venue;
  type: EventType;
  title: string;
  description: string;
  /** Days from today, at the venue's local `time`. */
  day: number;
  time: string;
  minutes: number;
  /** Minor units, in the order of the chart's zones. */
  prices: number[];
  /** The share of seats already sold, 0 to 1. */
  sold: number;
  minimumAge?: number;
  /** Published by default. */
  status?: "draft" | "cancelled";
  /** Already on sale by default. */
  onSaleInDays?: number;
  /** Whether the demo visitor has a booking. */
  visitorBooked?: boolean;
}

/** The terms shared by all events in a hall. */
export const hallTerms = new Map<Venue, { currency: string; maxSeatsPerBuyer: number; cancellable: boolean }>(
  [
    [theatre, { currency: "EUR", maxSeatsPerBuyer: 10, cancellable: true }],
    [cinema, { currency: "EUR", maxSeatsPerBuyer: 8, cancellable: true }],
    [arena, { currency: "USD", maxSeatsPerBuyer: 6, cancellable: false }],
    [club, { currency: "PLN", maxSeatsPerBuyer: 8, cancellable: true }],
    [festival, { currency: "JPY", maxSeatsPerBuyer: 10, cancellable: false }],
    [studio, { currency: "GBP", maxSeatsPerBuyer: 4, cancellable: true }],
  ],
);

export const sampleEvents: SampleEvent[] = [
  {
    venue: cinema,
    type: "film",
    title: "Nachtbus 42",
    description:
      "One night bus, one route, eleven passengers who would rather not be seen. A comedy of delays " +
      "filmed entirely between midnight and four. In German with English subtitles.",
    day: 0,
    time: "21:15",
    minutes: 104,
    prices: [900, 1150, 1600],
    minimumAge: 12,
    sold: 0.3,
  },
  {
    venue: club,
    type: "concert",
    title: "Mgła nad Łodzią",
    description:
      "Three synthesizers, a drummer and a fog machine that is listed as a member of the band. They " +
      "have not played at home for two years. Expect the album from first note to last, and then everything else.",
    day: 2,
    time: "20:30",
    minutes: 150,
    prices: [9500, 13000],
    minimumAge: 18,
    sold: 0.97,
  },
  {
    venue: theatre,
    type: "concert",
    title: "Orquestra do Tejo: Night Ferries",
    description:
      "The city's river orchestra opens its season with music about crossing over. Two new pieces for " +
      "strings and ship's horn frame a rarely heard harp concerto. The conductor, Leonor Brandão, talks for ten " +
      "minutes before the interval.",
    day: 4,
    time: "19:30",
    minutes: 130,
    prices: [6200, 4800, 7500, 2900],
    sold: 0.95,
  },
  {
    venue: studio,
    type: "concert",
    title: "Small Hours: Songs for Two Guitars",
    description:
      "Ade Okonjo and Ruth Pellow have shared a stage for twenty years and a microphone for most of " +
      "it. Sixty seats, no amplification, and the door stays closed until the first song is over.",
    day: 5,
    time: "21:00",
    minutes: 90,
    prices: [2400, 1900, 2800],
    sold: 1,
  },
  {
    venue: cinema,
    type: "film",
    title: "The Last Projectionist",
    description:
      "When the studio stops sending prints, an old man in a small town begins to draw the films " +
      "himself. A love letter to flicker and dust, shown here on 35 mm with one changeover you are allowed to notice.",
    day: 6,
    time: "20:00",
    minutes: 118,
    prices: [950, 1250, 1700],
    sold: 0.94,
  },
  {
    venue: arena,
    type: "concert",
    title: "Velvet Antenna: The Long Wave Tour",
    description:
      "Four albums, one enormous radio mast, and the loudest quiet band on the East Coast. Velvet " +
      "Antenna bring the full tour production home, with the brass section that made the record. Support comes " +
      "from Paper Motors.",
    day: 9,
    time: "19:30",
    minutes: 165,
    prices: [18500, 14500, 11000, 8500, 6500, 4900],
    sold: 0,
  },
  {
    venue: theatre,
    type: "concert",
    title: "Fado at Low Tide",
    description:
      "Inês Valadão sings the fados her grandmother would not record. With Portuguese guitar, double " +
      "bass and long silences. An evening for people who like their sadness well rehearsed.",
    day: 11,
    time: "21:00",
    minutes: 100,
    prices: [5200, 4200, 6000, 2400],
    sold: 0.3,
    visitorBooked: true,
  },
  {
    venue: cinema,
    type: "film",
    title: "The Cartographer’s Daughter",
    description:
      "She inherits a map of a coast that is no longer there, and sets out to walk it anyway. Wide " +
      "skies, wet boots and one very good dog. Winner of nothing yet, loved by everyone who has seen it.",
    day: 13,
    time: "19:00",
    minutes: 126,
    prices: [900, 1150, 1600],
    sold: 0.25,
  },
  {
    venue: club,
    type: "concert",
    title: "Zośka Wrona Quintet",
    description:
      "Jazz that starts as a lullaby and ends as an argument. Zośka Wrona's trumpet leads a young " +
      "quintet through the tunes of her father's wedding band. Seats are few, the terrace has the better air.",
    day: 14,
    time: "20:00",
    minutes: 120,
    prices: [7000, 9000],
    sold: 0.15,
  },
  {
    venue: festival,
    type: "concert",
    title: "Fireflies & Feedback",
    description:
      "Nine bands on one riverside stage from noon until the last train. The hill is for families, the " +
      "front is not. Bring a hat, a cup and something dry to sit on; the picnic mats are ours and are included.",
    day: 17,
    time: "12:00",
    minutes: 540,
    prices: [14800, 9800, 7800, 12000],
    sold: 0,
  },
  {
    venue: studio,
    type: "film",
    title: "The Lighthouse Keeper’s Radio",
    description:
      "A silent film from our own workshop, shown with everything you hear made live: waves, gulls, " +
      "Morse and one stubborn kettle. Two performers, forty objects, seventy minutes. Stay behind and try the kettle.",
    day: 18,
    time: "19:30",
    minutes: 75,
    prices: [1600, 1200, 1900],
    sold: 0.45,
  },
  {
    venue: cinema,
    type: "film",
    title: "Salt and Static",
    description:
      "A sound engineer is sent to record an island before its ferry line closes, and finds that the " +
      "island has been recording back. A slow, handsome thriller. Please do not tell your friends about the foghorn.",
    day: 20,
    time: "20:45",
    minutes: 111,
    prices: [900, 1150, 1600],
    sold: 0.25,
  },
  {
    venue: theatre,
    type: "concert",
    title: "The Glass Harmonium",
    description:
      "Wet fingers on turning glass, a countertenor, and the theatre's own pump organ. The ensemble " +
      "Vidro e Vento plays music from three centuries that was once said to drive its listeners mad. A doctor is present.",
    day: 23,
    time: "19:30",
    minutes: 110,
    prices: [4800, 3800, 5600, 2200],
    sold: 0.15,
  },
  {
    venue: arena,
    type: "concert",
    title: "Marrow & the Meridians",
    description:
      "Soul from both sides of the river, with a twelve-voice choir and a horn line that never sits " +
      "down. Marrow's first arena night after a year of sold-out theaters. Dress for dancing, even up in the gods.",
    day: 25,
    time: "20:00",
    minutes: 150,
    prices: [16000, 12500, 9800, 7500, 5900, 4500],
    sold: 0,
  },
  {
    venue: club,
    type: "concert",
    title: "Drum Circle for Machines",
    description:
      "Six retired looms from the mill next door, rebuilt as percussion and played by hand. Between " +
      "the sets their restorer explains what each of them used to weave. Ear plugs are free at the bar.",
    day: 27,
    time: "21:00",
    minutes: 120,
    prices: [6000, 8500],
    sold: 0.1,
  },
  {
    venue: studio,
    type: "concert",
    title: "Unplugged with Nell Harrow",
    description:
      "Folk songs about bad landlords, good rivers and a fox called Derek. Nell Harrow plays the whole " +
      "of her first album at arm's length from the front row. Ends in time for the last train.",
    day: 30,
    time: "20:00",
    minutes: 95,
    prices: [2200, 1700, 2600],
    sold: 0.6,
  },
  {
    venue: cinema,
    type: "film",
    title: "A Short History of Rain",
    description:
      "An essay film in nine weathers, from a dry field in spring to a flooded opera house. It has no " +
      "plot, and nobody has ever left early. The director answers questions after the screening.",
    day: 33,
    time: "18:30",
    minutes: 92,
    prices: [900, 1150, 1600],
    sold: 0.15,
  },
  {
    venue: cinema,
    type: "film",
    title: "A Short History of Rain",
    description:
      "An essay film in nine weathers, from a dry field in spring to a flooded opera house. It has no " +
      "plot, and nobody has ever left early. The director answers questions after the screening.",
    day: 35,
    time: "20:30",
    minutes: 92,
    prices: [900, 1150, 1600],
    sold: 0.1,
  },
  {
    venue: theatre,
    type: "film",
    title: "Metropolitana: a City Film with Orchestra",
    description:
      "Eighty minutes of a city waking up, digging a tunnel and falling in love with it. The restored " +
      "print is played with a new score for chamber orchestra and two typewriters. Suitable from the age of eight.",
    day: 36,
    time: "20:00",
    minutes: 95,
    prices: [4400, 3400, 5000, 1900],
    minimumAge: 8,
    sold: 0.12,
  },
  {
    venue: festival,
    type: "concert",
    title: "Paper Lantern Jazz Picnic",
    description:
      "Swing, city pop and an eighteen-piece student band under two thousand lanterns. Children get in " +
      "on their parents' mats. If it rains, we play louder.",
    day: 40,
    time: "16:00",
    minutes: 330,
    prices: [9800, 6500, 5500, 8800],
    sold: 0,
  },
  {
    venue: club,
    type: "concert",
    title: "Basement Weather",
    description:
      "Post-punk from a rehearsal room that flooded twice. The band has had to call off this date " +
      "because of an injury to the drummer's hand, and is looking for another one in spring.",
    day: 43,
    time: "20:30",
    minutes: 130,
    prices: [6500, 9000],
    sold: 0,
    status: "cancelled",
  },
  {
    venue: theatre,
    type: "concert",
    title: "Ten Cellos",
    description:
      "Exactly what it says, and much more than it sounds. The cello class of the conservatory takes on " +
      "Bach, tango and a film score or two, standing up for the fast ones.",
    day: 51,
    time: "17:00",
    minutes: 85,
    prices: [3600, 2800, 4200, 1600],
    sold: 0.12,
  },
  {
    venue: studio,
    type: "concert",
    title: "Work in Progress: New Songs",
    description:
      "Four writers, three new songs each, none of them finished. The line-up is still being settled.",
    day: 54,
    time: "19:30",
    minutes: 100,
    prices: [1400, 1000, 1700],
    sold: 0,
    status: "draft",
  },
  {
    venue: arena,
    type: "concert",
    title: "Kings of the Late Bus",
    description:
      "The farewell that was promised in their first interview. One last hometown show with every " +
      "member who ever left, in order of leaving. Two hours of hits, then the lights stay on.",
    day: 58,
    time: "19:00",
    minutes: 180,
    prices: [21000, 16500, 12500, 9500, 7200, 5500],
    sold: 0,
    onSaleInDays: 6,
  },
];
