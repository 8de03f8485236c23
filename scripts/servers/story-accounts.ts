import {
  STORY_OWN_KEY,
  STORY_PF_ID,
  type StoryTenant,
  storyAlimtalk,
  storyPrices,
  storyTenants,
} from "@/db/seed/tenants";
import { Account, type AccountInput, DEMO_API_KEY, DEMO_API_SECRET } from "@/lib/simulator/account";

const STATES = { pending: "PENDING", expired: "EXPIRED" } as const;
const sendersOf = (tenants: readonly StoryTenant[]) =>
  tenants.flatMap(({ senders }) =>
    senders.map(({ number, status }) => ({
      phoneNumber: number,
      status: status ? STATES[status] : ("ACTIVE" as const),
    })),
  );
const { basePrice, priceLms, priceMms, priceAlimtalk } = storyPrices;
const shared = {
  /** In won: more than all accounts of the story may spend. */
  balance: 20_000_000,
  channels: [{ channelId: STORY_PF_ID, searchId: "@새봄청과" }],
  templates: storyAlimtalk.map(({ templateId, name, body, status }) => ({
    ...{ templateId, name, status, content: body, channelId: STORY_PF_ID },
  })),
  prices: { sms: Number(basePrice), lms: Number(priceLms), mms: Number(priceMms), ata: Number(priceAlimtalk) },
} satisfies Partial<AccountInput>;

/** The accounts of the demo's story at the simulator: the platform's, and that of the one shop with a key of its own. */
export const storyAccounts = (env: NodeJS.ProcessEnv): Account[] =>
  [
    {
      ...shared,
      accountId: "10000001",
      apiKey: env.SOLAPI_API_KEY || DEMO_API_KEY,
      apiSecret: env.SOLAPI_API_SECRET || DEMO_API_SECRET,
      senders: sendersOf(storyTenants.filter((tenant) => !tenant.ownKey)),
    },
    { ...shared, ...STORY_OWN_KEY, accountId: "10000005", senders: sendersOf(storyTenants.filter((t) => t.ownKey)) },
  ].map((account) => Account.parse(account));
