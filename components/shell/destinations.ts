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
      { key: "images", icon: Image },
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

/** True when `path` is the destination or lies below it. */
export const isHere = ({ href, under }: Destination, path: string): boolean =>
  href === "/"
    ? path === "/"
    : href !== undefined && (path === href || path.startsWith(`${under ?? href}/`) || path === under);
