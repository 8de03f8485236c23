import { type OrgLevel, orgLevels } from "@/db/enums";

const rank = (level: OrgLevel): number => orgLevels.indexOf(level);

/** A parent stands strictly higher; levels may be skipped (rulings 26). */
export const mayStandUnder = (child: OrgLevel, parent: OrgLevel): boolean => rank(child) > rank(parent);

/** Levels an organisation below `parent` may have, from the top down. */
export const levelsBelow = (parent: OrgLevel): OrgLevel[] => orgLevels.filter((level) => mayStandUnder(level, parent));
