import {
  Activity,
  CalendarDays,
  ChartColumn,
  FlaskConical,
  House,
  Image,
  List,
  Repeat,
  ShieldCheck,
  SlidersHorizontal,
  Smartphone,
  Users,
} from "lucide-react";
import type { ComponentType } from "react";
import type { OrgLevel, Role } from "@/db/enums";

export type DestinationIcon = ComponentType<{ className?: string; "aria-hidden"?: boolean }>;
export type DestinationKey =
  | "today"
  | "schedules"
  | "calendar"
  | "logs"
  | "messages"
  | "customers"
  | "images"
  | "coverage"
  | "diagnosis"
  | "stats"
  | "settings"
  | "sandbox";
export type Destination = {
  key: DestinationKey;
  icon: DestinationIcon;
  /** Absent while the screen doesn't exist yet. */
  href?: string;
  /** Other paths that belong to it. */
  under?: string;
  /** Of the headquarters' admins alone: nobody else has the entry. */
  hqOnly?: true;
};

/** The menu, in the order and groups of the drawings. */
export const destinations: readonly { group: "work" | "people" | "running"; items: readonly Destination[] }[] = [
  {
    group: "work",
    items: [
      { key: "today", icon: House, href: "/" },
      { key: "schedules", icon: Repeat, href: "/schedules" },
      { key: "calendar", icon: CalendarDays },
      { key: "logs", icon: List, href: "/logs" },
    ],
  },
  {
    group: "people",
    items: [
      { key: "messages", icon: Smartphone, href: "/messages" },
      { key: "customers", icon: Users, href: "/customers" },
      { key: "images", icon: Image, href: "/images", hqOnly: true },
    ],
  },
  {
    group: "running",
    items: [
      { key: "coverage", icon: ShieldCheck, href: "/coverage" },
      { key: "diagnosis", icon: Activity, href: "/diagnosis" },
      { key: "stats", icon: ChartColumn },
      { key: "sandbox", icon: FlaskConical, href: "/sandbox" },
      { key: "settings", icon: SlidersHorizontal, href: "/settings/orgs", under: "/settings" },
    ],
  },
];

/** The menu of one person: without what isn't theirs to see. */
export const destinationsOf = ({ role, level }: { role: Role; level: OrgLevel }) =>
  destinations.map(({ group, items }) => ({
    group,
    items: items.filter(({ hqOnly }) => !hqOnly || (role === "admin" && level === "hq")),
  }));

/** True when `path` is the destination or lies below it. */
export const isHere = ({ href, under }: Destination, path: string): boolean =>
  href === "/"
    ? path === "/"
    : href !== undefined && (path === href || path.startsWith(`${under ?? href}/`) || path === under);
