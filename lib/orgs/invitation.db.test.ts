import { describe, expect, test } from "vitest";
import { verifyPassword } from "@/lib/access/password";
import { actorOfSession } from "@/lib/access/sessions";
import { GOOD, peopleRig } from "@/scripts/testing/people-rig";
import { acceptInvitation } from "./accept-invitation";
import { createUser } from "./create-user";
import { inviteAgain } from "./invite-again";
import { readInvitation } from "./read-invitation";

const { t, input, change, rowOf, lastAudit, signInAs, refusal } = peopleRig();

describe("inviting", () => {
  const tokenOf = (url: string) => url.split("#")[1]!;
  const accept = (token: string, password = GOOD) => acceptInvitation(t.rt, { token, password }, { id: "r", ip: null });

  test("the link lets its holder choose a password once, within a day", async () => {
    const made = await createUser(t.rt, t.w.admin, input({ password: undefined }));
    expect(made.isInvited).toBe(true);
    const { url, expiresAt } = made.invitation!;
    expect(url).toMatch(/^https:\/\/dochak\.example\/sign-in\/welcome#/);
    expect(new Date(expiresAt).getTime() - t.now.getTime()).toBe(86_400_000);
    expect(await readInvitation(t.rt, { token: tokenOf(url) })).toEqual({
      mbId: made.mbId,
      name: "한결",
      orgName: t.w.branch.name,
    });
    expect(await verifyPassword((await rowOf(made.id)).passwordHash, GOOD)).toBe(false);
    expect(await accept(tokenOf(url))).toEqual({ mbId: made.mbId });
    expect(await verifyPassword((await rowOf(made.id)).passwordHash, GOOD)).toBe(true);
    expect(await lastAudit()).toMatchObject({
      action: "user.choosePassword",
      subject: `user:${made.id}`,
      orgId: t.w.branch.id,
    });
    expect(await refusal(() => accept(tokenOf(url)))).toEqual(["invalid", "token", "invitationOver"]);
  });

  test("used twice at the same moment it works once", async () => {
    const token = tokenOf((await createUser(t.rt, t.w.admin, input({ password: undefined }))).invitation!.url);
    const answers = await Promise.allSettled([accept(token, GOOD), accept(token, "another river in fog")]);
    expect(answers.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  test("too late, replaced, tampered with, for someone disabled: over", async () => {
    const made = await createUser(t.rt, t.w.admin, input({ password: undefined }));
    const first = tokenOf(made.invitation!.url);
    const second = tokenOf((await inviteAgain(t.rt, t.w.admin, { id: made.id })).url);
    const over = ["invalid", "token", "invitationOver"];
    expect(await refusal(() => accept(first))).toEqual(over);
    const [id, seconds, proof] = second.split(".") as [string, string, string];
    for (const forged of [
      `${t.w.admin.userId}.${seconds}.${proof}`,
      `${id}.${Number(seconds) + 9999}.${proof}`,
      `${id}.${seconds}.${"A".repeat(43)}`,
      "",
      "..",
      "한글.1.2",
    ])
      expect(await refusal(() => accept(forged))).toEqual(over);
    await change(t.w.admin, made.id, { status: "disabled" });
    expect(await refusal(() => accept(second))).toEqual(over);
    await change(t.w.admin, made.id, { status: "active" });
    t.now = new Date(t.now.getTime() + 86_400_000);
    expect(await refusal(() => accept(second))).toEqual(over);
  });

  test("again takes the old password and every session away", async () => {
    const session = await signInAs(t.w.clerk);
    const { url } = await inviteAgain(t.rt, t.w.admin, { id: t.w.clerk.userId });
    expect(await verifyPassword((await rowOf(t.w.clerk.userId)).passwordHash, GOOD)).toBe(false);
    expect(await actorOfSession(t.db, session, t.now)).toBeNull();
    await accept(tokenOf(url), "lighthouse keeper walks");
    expect(await verifyPassword((await rowOf(t.w.clerk.userId)).passwordHash, "lighthouse keeper walks")).toBe(true);
  });

  test("not oneself, not a stranger, not by an operator, not someone disabled", async () => {
    expect(await refusal(() => inviteAgain(t.rt, t.w.admin, { id: t.w.admin.userId }))).toEqual([
      "invalid",
      "id",
      "ownPasswordElsewhere",
    ]);
    expect(await refusal(() => inviteAgain(t.rt, t.w.admin, { id: t.w.stranger.userId }))).toEqual(["not_found", null]);
    expect(await refusal(() => inviteAgain(t.rt, t.w.admin, { id: t.w.hqAdmin.userId }))).toEqual(["not_found", null]);
    expect(await refusal(() => inviteAgain(t.rt, t.w.clerk, { id: t.w.clerk.userId }))).toEqual(["forbidden", null]);
    await change(t.w.admin, t.w.clerk.userId, { status: "disabled" });
    expect(await refusal(() => inviteAgain(t.rt, t.w.admin, { id: t.w.clerk.userId }))).toEqual([
      "invalid",
      "id",
      "userDisabled",
    ]);
  });
});
