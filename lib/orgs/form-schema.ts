import * as z from "zod/mini";
import { orgLevels, orgStatuses, roles, userStatuses } from "@/db/enums";
import { displayName } from "./display-name";
import { ORG_NAME_MAX, PERSON_NAME_MAX } from "./lengths";

// In zod's small dialect, because the forms carry it to the browser. Every message is a key of the errors catalogue.
const bodyId = (error: string) => z.int({ error }).check(z.positive({ error }));

/** What people read as a name. */
export const shownName = (max: number, tooLong: string) =>
  z.pipe(
    z.pipe(z.string({ error: "required" }), z.transform(displayName)),
    z.string().check(
      z.minLength(1, { error: "required" }),
      z.refine((value) => [...value].length <= max, { error: tooLong }),
    ),
  );

const code = z
  .string({ error: "required" })
  .check(
    z.trim(),
    z.minLength(1, { error: "required" }),
    z.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/, { error: "badCode" }),
  );

export const orgFields = {
  level: z.enum(orgLevels, { error: "badLevel" }),
  code,
  name: shownName(ORG_NAME_MAX, "nameTooLong"),
  parentId: bodyId("noSuchParent"),
  status: z.enum(orgStatuses, { error: "badValue" }),
};

/** What a form asks about an organisation. */
export const OrgForm = z.strictObject({ level: orgFields.level, code: orgFields.code, name: orgFields.name });
export type OrgForm = z.output<typeof OrgForm>;

/** Ids are kept in small letters (see canonicalMbId). */
const mbId = z
  .string({ error: "required" })
  .check(
    z.trim(),
    z.toLowerCase(),
    z.minLength(1, { error: "required" }),
    z.regex(/^[a-z0-9][a-z0-9._@-]{1,39}$/, { error: "badMbId" }),
  );

export const userFields = {
  mbId,
  name: shownName(PERSON_NAME_MAX, "nameTooLong"),
  orgId: bodyId("noSuchOrg"),
  role: z.enum(roles, { error: "badRole" }),
  status: z.enum(userStatuses, { error: "badValue" }),
};

/** What a form asks about a person; state and password have their own places. */
export const PersonForm = z.strictObject({
  mbId: userFields.mbId,
  name: userFields.name,
  orgId: userFields.orgId,
  role: userFields.role,
});
export type PersonForm = z.output<typeof PersonForm>;
