import * as z from "zod";
import { orgLevels, orgStatuses, roles, userStatuses } from "@/db/enums";
import { passwordIssue } from "@/lib/access/password-policy";
import { orgFields, shownName, userFields } from "./form-schema";
import { TOKEN_NAME_MAX } from "./lengths";
import { pageLimit, queryId, rowId } from "./query-fields";

// Every message is a key of the errors catalogue.
/** Query of every list: an opaque cursor and how many at most. */
const page = {
  cursor: z.string().max(300, { error: "badCursor" }).optional(),
  limit: pageLimit,
};

export const Nothing = z.strictObject({});
export const ById = z.strictObject({ id: rowId });

/** A new organisation (rulings 29). */
export const OrgInput = z.strictObject({ ...orgFields, status: z._default(orgFields.status, "active") });
export type OrgInput = z.output<typeof OrgInput>;

/** What changes of an organisation; what is left out stays. `updatedAt` refuses to overwrite someone else's change. */
export const OrgChange = z.strictObject({
  id: rowId,
  ...z.object({ ...orgFields, parentId: z.nullable(orgFields.parentId) }).partial().shape,
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

/** Length and the list of common ones; what is personal is judged where the person is known. */
const password = z.string({ error: "required" }).superRefine((value, context) => {
  const issue = passwordIssue(value);
  if (issue) context.addIssue({ code: "custom", message: issue, input: value });
});

/** A new person (rulings 29). Without a password they get a link that lets them choose one. */
export const UserInput = z.strictObject({
  ...userFields,
  status: z._default(userFields.status, "active"),
  password: password.optional(),
});
export type UserInput = z.output<typeof UserInput>;

/** What changes of a person; what is left out stays. */
export const UserChange = z.strictObject({
  id: rowId,
  ...z.object({ ...userFields, password }).partial().shape,
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
  name: shownName(TOKEN_NAME_MAX, "nameTooLong"),
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
