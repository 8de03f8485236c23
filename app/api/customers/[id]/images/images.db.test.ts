import { afterAll, afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Role } from "@/db/enums";
import { apiTokens } from "@/db/schema/users";
import { type PlantedOrg, plantOrg, plantUser } from "@/db/testing/plant";
import { secretHash } from "@/lib/access/token-hash";
import { jpegOf } from "@/lib/images/sample-images";
import type { Runtime } from "@/lib/runtime";
import { customerImageRig } from "@/scripts/testing/customer-image-rig";
import * as cover from "./[imageId]/cover/route";
import * as restore from "./[imageId]/restore/route";
import * as one from "./[imageId]/route";
import * as all from "./route";

const rig = customerImageRig();
const { t } = rig;
const shared = globalThis as typeof globalThis & { dochakRuntime?: Runtime };

beforeEach(() => {
  const never = () => expect.unreachable("not asked for here");
  shared.dochakRuntime = { ...rig.rt(), gateway: never, phone: {} as never, queue: {} as never };
});
afterEach(() => {
  delete shared.dochakRuntime;
});
afterAll(() => void vi.unstubAllEnvs());

async function tokenOf(org: PlantedOrg, role: Role = "operator"): Promise<string> {
  const user = await plantUser(t.db, org, role);
  const token = `token-${user.mbId}-${"x".repeat(24)}`;
  await t.db
    .insert(apiTokens)
    .values({ tokenHash: secretHash(token), userId: user.userId, name: "test", createdAt: t.now });
  return token;
}

type Door = (request: Request, context: { params: Promise<never> }) => Promise<Response>;
const call = (
  door: unknown,
  token: string | null,
  params: { id: string | number; imageId?: string | number },
  {
    method = "GET",
    query = "",
    body,
    headers = {},
  }: { method?: string; query?: string; body?: Uint8Array; headers?: Record<string, string> } = {},
) =>
  (door as Door)(
    new Request(`https://dochak.example/api/customers/x${query}`, {
      method,
      headers: { ...(token && { authorization: `Bearer ${token}` }), ...headers },
      ...(body && { body: Uint8Array.from(body) }),
    }),
    { params: Promise.resolve(params as never) },
  );
const upload = (token: string | null, bytes: Uint8Array, id: string | number = t.w.customer.id) =>
  call(
    all.POST,
    token,
    { id },
    {
      method: "POST",
      body: bytes,
      headers: {
        "content-type": "image/jpeg",
        "content-length": String(bytes.byteLength),
        "x-filename": encodeURIComponent("픽업 사진.jpg"),
      },
    },
  );

test("a picture's whole life at the door: up, listed, looked at, cover, deleted, back", async () => {
  const token = await tokenOf(t.w.org);
  const { id } = t.w.customer;
  const picture = await jpegOf();
  const made = await upload(token, picture);
  expect(made.status).toBe(201);
  const image = await made.json();
  expect(image).toMatchObject({
    name: "픽업 사진.jpg",
    isCover: false,
    customerId: id,
    src: `/api/customers/${id}/images/${image.id}`,
  });
  const again = await upload(token, picture);
  expect([again.status, await again.json()]).toMatchObject([
    409,
    { code: "conflict", message: "이 고객에게 이미 있는 사진이에요: 픽업 사진.jpg", current: { id: image.id } },
  ]);

  const at = { id, imageId: image.id };
  const looked = await call(one.GET, token, at);
  expect([looked.status, looked.headers.get("content-type"), looked.headers.get("x-content-type-options")]).toEqual([
    200,
    "image/jpeg",
    "nosniff",
  ]);
  expect((await looked.arrayBuffer()).byteLength).toBe(image.bytes);
  const small = await call(one.GET, token, at, { query: "?thumb=1&v=2" });
  expect([small.status, small.headers.get("content-type")]).toEqual([200, "image/webp"]);
  const known = await call(one.GET, token, at, { headers: { "if-none-match": looked.headers.get("etag")! } });
  expect(known.status).toBe(304);

  expect(await (await call(cover.POST, token, at, { method: "POST" })).json()).toMatchObject({ isCover: true });
  const list = await (await call(all.GET, token, { id }, { query: "?limit=10" })).json();
  expect(list).toMatchObject({
    items: [{ id: image.id, isCover: true }],
    nextCursor: null,
    count: { rows: 1, verified: null },
  });
  expect((await call(one.DELETE, token, at, { method: "DELETE" })).status).toBe(204);
  expect((await call(one.GET, token, at)).status).toBe(404);
  const back = await call(restore.POST, token, at, { method: "POST" });
  expect([back.status, (await back.json()).isCover]).toEqual([200, true]);
  expect((await call(cover.DELETE, token, at, { method: "DELETE" })).status).toBe(200);
});

test("who may what", async () => {
  const image = await (await upload(await tokenOf(t.w.org), await jpegOf())).json();
  const at = { id: t.w.customer.id, imageId: image.id };
  const doors = [
    [all.GET, "GET"],
    [all.POST, "POST"],
    [one.GET, "GET"],
    [one.DELETE, "DELETE"],
    [restore.POST, "POST"],
    [cover.POST, "POST"],
    [cover.DELETE, "DELETE"],
  ] as const;
  const answers = async (token: string | null) => {
    const statuses: number[] = [];
    for (const [door, method] of doors) {
      const response =
        door === all.POST
          ? await upload(token, await jpegOf())
          : await call(door, token, door === all.GET ? { id: at.id } : at, { method });
      await response.body?.cancel();
      statuses.push(response.status);
    }
    return statuses;
  };
  expect(await answers(null)).toEqual(doors.map(() => 401));
  const stranger = await tokenOf(await plantOrg(t.db, "branch", null), "admin");
  expect(await answers(stranger)).toEqual(doors.map(() => 404));
  // Nothing of it is deleted, so there is nothing to bring back either.
  expect(await answers(await tokenOf(t.w.org, "viewer"))).toEqual([200, 403, 200, 403, 404, 403, 403]);
});

test("ids that can't be one are nobody's, and too much is 413", async () => {
  const token = await tokenOf(t.w.org);
  for (const id of ["0", "1e3", "../1", "x"]) expect((await upload(token, await jpegOf(), id)).status).toBe(404);
  const { id } = t.w.customer;
  for (const imageId of ["0", "x", "-1"]) expect((await call(one.GET, token, { id, imageId })).status).toBe(404);
  const headers = { "content-type": "image/jpeg", "content-length": "10485761", "x-filename": "a.jpg" };
  const large = await call(all.POST, token, { id }, { method: "POST", body: new Uint8Array(1), headers });
  expect(large.status).toBe(413);
});
