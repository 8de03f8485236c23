import * as z from "zod";
import { orgLevels, orgStatuses, roles, userStatuses } from "@/db/enums";
import { passwordIssue } from "@/lib/access/password-policy";
import { displayName } from "./display-name";
import { ORG_NAME_MAX, PERSON_NAME_MAX, TOKEN_NAME_MAX } from "./lengths";
import { pageLimit, queryId, rowId } from "./query-fields";

// Every message is a key of the errors catalogue.
const bodyId = (message: string) => z.int({ error: message }).positive({ error: message });
const name = (max: number, tooLong: string) =>
  z
    .string({ error: "required" })
    .transform(displayName)
    .pipe(
      z
        .string()
        .min(1, { error: "required" })
        .refine((value) => [...value].length <= max, { error: tooLong }),
    );

/** Query of every list: an opaque cursor and how many at most. */
const page = {
  cursor: z.string().max(300, { error: "badCursor" }).optional(),
  limit: pageLimit,
};

export const Nothing = z.strictObject({});
export const ById = z.strictObject({ id: rowId });

const code = z
  .string({ error: "required" })
  .trim()
  .min(1, { error: "required" })
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/, { error: "badCode" });

const org = {
  level: z.enum(orgLevels, { error: "badLevel" }),
  code,
  name: name(ORG_NAME_MAX, "nameTooLong"),
  parentId: bodyId("noSuchParent"),
  status: z.enum(orgStatuses, { error: "badValue" }),
};

/** A new organisation (rulings 29). */
export const OrgInput = z.strictObject({ ...org, status: org.status.default("active") });
export type OrgInput = z.output<typeof OrgInput>;

/** What a form asks about an organisation. */
export const OrgForm = OrgInput.omit({ status: true, parentId: true });
export type OrgForm = z.output<typeof OrgForm>;

/** What changes of an organisation; what is left out stays. `updatedAt` refuses to overwrite someone else's change. */
export const OrgChange = z.strictObject({
  id: rowId,
  ...z.object({ ...org, parentId: org.parentId.nullable() }).partial().shape,
  updatedAt: z.iso.datetime({ error: "badValue" }).optional(),
});
export type OrgChange = z.output<typeof OrgChange>;

export const OrgFilter = z.strictObject({
  ...page,
  /** The subtree of this organisation only. */
  under: queryId("noSuchOrg").optional(),
  level: z.enum(orgLevels, { error: "badLevel" }).optional(),
  status: z.enum(orgStatuses, { error: "badValue" }).optional(),
  q: z.string().max(100, { error: "badValue" }).optional(),
});
export type OrgFilter = z.output<typeof OrgFilter>;

export const MoveQuestion = z.strictObject({ id: rowId, parentId: queryId("noSuchParent") });

/** Ids are kept in small letters (see canonicalMbId). */
const mbId = z
  .string({ error: "required" })
  .trim()
  .toLowerCase()
  .min(1, { error: "required" })
  .regex(/^[a-z0-9][a-z0-9._@-]{1,39}$/, { error: "badMbId" });

/** Length and the list of common ones; what is personal is judged where the person is known. */
const password = z.string({ error: "required" }).superRefine((value, context) => {
  const issue = passwordIssue(value);
  if (issue) context.addIssue({ code: "custom", message: issue, input: value });
});

const user = {
  mbId,
  name: name(PERSON_NAME_MAX, "nameTooLong"),
  orgId: bodyId("noSuchOrg"),
  role: z.enum(roles, { error: "badRole" }),
  status: z.enum(userStatuses, { error: "badValue" }),
};

/** A new person (rulings 29). Without a password they get a link that lets them choose one. */
export const UserInput = z.strictObject({
  ...user,
  status: user.status.default("active"),
  password: password.optional(),
});
export type UserInput = z.output<typeof UserInput>;

/** What a form asks about a person; state and password have their own places. */
export const PersonForm = UserInput.omit({ status: true, password: true });
export type PersonForm = z.output<typeof PersonForm>;

/** What changes of a person; what is left out stays. */
export const UserChange = z.strictObject({
  id: rowId,
  ...z.object({ ...user, password }).partial().shape,
});
export type UserChange = z.output<typeof UserChange>;

export const UserFilter = z.strictObject({
  ...page,
  /** People of this organisation and of those below it. */
  orgId: queryId("noSuchOrg").optional(),
  role: z.enum(roles, { error: "badRole" }).optional(),
  status: z.enum(userStatuses, { error: "badValue" }).optional(),
  q: z.string().max(100, { error: "badValue" }).optional(),
});
export type UserFilter = z.output<typeof UserFilter>;

export const PasswordChange = z.strictObject({
  currentPassword: z.string({ error: "required" }).min(1, { error: "required" }).max(1000, { error: "passwordLong" }),
  newPassword: password,
});
export type PasswordChange = z.output<typeof PasswordChange>;

const invitation = z.string({ error: "required" }).max(200, { error: "invitationOver" });
export const InvitationQuestion = z.strictObject({ token: invitation });
export const InvitationAnswer = z.strictObject({ token: invitation, password });
export type InvitationAnswer = z.output<typeof InvitationAnswer>;

export const TokenInput = z.strictObject({
  name: name(TOKEN_NAME_MAX, "nameTooLong"),
  /** Days until it stops working; null = until it is revoked. */
  expiresInDays: z
    .int({ error: "badValue" })
    .min(1, { error: "badValue" })
    .max(3650, { error: "badValue" })
    .nullish()
    .transform((days) => days ?? null),
});
export type TokenInput = z.output<typeof TokenInput>;

export const BySessionId = z.strictObject({ id: z.string().regex(/^[0-9a-f]{64}$/) });
