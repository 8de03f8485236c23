import "server-only";
import type * as z from "zod";
import type { Channel, Template } from "./account";
import { type Answer, type Call, invalid, notFound } from "./answer";
import { BadQuery, type Filter, filterOf, meets, type Page, pageOf } from "./filter";

const SINCE = "2026-01-01T00:00:00.000Z";
const FIELDS = ["templateId", "channelId", "name", "status", "isHidden", "dateCreated"];
const CHANNEL_FIELDS = ["channelId", "searchId", "phoneNumber", "categoryCode", "isMine", "dateCreated"];
const ok = (body: unknown): Answer => ({ status: 200, body });

/** Alimtalk templates and channels, for reading: they are made by the control doors. */
export const kakaoDoors = {
  templates({ account, query }: Call): Answer {
    const view = (template: Template) => templateView(template, account.accountId);
    const { filter, page } = paged(account.templates, query, FIELDS, (one) => one.templateId);
    const { limit, startKey } = filter;
    return ok({ limit, startKey, nextKey: page.nextKey, templateList: page.items.map(view) });
  },
  template({ account, params }: Call): Answer {
    const found = account.templates.find((one) => one.templateId === params[0]);
    if (!found) throw notFound("템플릿");
    return ok(templateView(found, account.accountId));
  },
  /** The next page's key is in `startKey` here, as Solapi does with channels. */
  channels({ account, query }: Call): Answer {
    const view = (channel: z.output<typeof Channel>) => channelView(channel, account.accountId);
    const { filter, page } = paged(account.channels, query, CHANNEL_FIELDS, (one) => one.channelId);
    return ok({ limit: filter.limit, startKey: page.nextKey, channelList: page.items.map(view) });
  },
  channel({ account, params }: Call): Answer {
    const found = account.channels.find((one) => one.channelId === params[0]);
    if (!found) throw notFound("채널");
    return ok(channelView(found, account.accountId));
  },
};

function paged<T extends Record<string, unknown>>(
  all: readonly T[],
  query: URLSearchParams,
  fields: readonly string[],
  keyOf: (one: T) => string,
): { filter: Filter; page: Page<T> } {
  try {
    const filter = filterOf(query, fields);
    const held = { dateCreated: String(Date.parse(SINCE)), isHidden: "false", isMine: "true" };
    const wanted = (one: T) => meets(filter.conditions, (field) => String({ ...held, ...one }[field] ?? ""));
    return { filter, page: pageOf(all, filter, keyOf, wanted) };
  } catch (error) {
    throw error instanceof BadQuery ? invalid(error.message) : error;
  }
}

function templateView(template: Template, accountId: string) {
  const names = new Set([...template.content.matchAll(/#\{([^}]+)\}/g)].map((match) => match[0]));
  return {
    ...template,
    accountId,
    channelGroupId: null,
    securityFlag: false,
    assignType: "CHANNEL",
    commentable: template.status !== "APPROVED",
    isHidden: false,
    comments: [],
    quickReplies: [],
    variables: [...names].map((name) => ({ name })),
    codes: [],
    dateCreated: SINCE,
    dateUpdated: SINCE,
  };
}

const channelView = (channel: z.output<typeof Channel>, accountId: string) => ({
  ...channel,
  accountId,
  sharedAccountIds: [],
  dateCreated: SINCE,
  dateUpdated: SINCE,
});
