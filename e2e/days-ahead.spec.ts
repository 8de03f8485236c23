import { expect, test } from "@playwright/test";
import { accountOf, signIn, watchConsole } from "./demo";

const branch = accountOf("branch", "jeongja");
const TITLE = "연습: 같은 시각의 안내";

test("a branch sees what the next seven days bring: what goes, what goes later and why, what is blocked and where to help", async ({
  page,
}) => {
  const complaints = watchConsole(page);
  await signIn(page, branch, "/schedules");
  const origin = new URL(page.url()).origin;
  const rooms = await (await page.request.get("/api/rooms?type=test")).json();
  const room = rooms.items[0];
  const year = new Date().getUTCFullYear();
  const write = async (title: string, priority: number) => {
    const made = await page.request.post("/api/schedules", {
      headers: { origin },
      data: {
        title,
        roomId: room.id,
        messageText: "귤이 왔어요",
        scheduleType: "daily",
        scheduleTime: "03:17",
        validFrom: `${year}-01-01T00:00`,
        validUntil: `${year + 1}-12-31T00:00`,
        priority,
      },
    });
    expect(made.status()).toBe(201);
    return (await made.json()).id as number;
  };
  const [first, second] = [await write(`${TITLE} 하나`, 1), await write(`${TITLE} 둘`, 9)];
  const ahead = page.getByRole("region", { name: "앞으로 7일" });
  try {
    await page.goto(`/schedules/${first}`);
    await expect(ahead).toContainText("7번 모두 제때 나가요");
    await expect(ahead.getByRole("listitem").filter({ hasText: "03:17" }).first()).toContainText("예약");

    await page.goto(`/schedules/${second}`);
    await expect(ahead).toContainText("7번 모두 늦게 나가요");
    await expect(ahead).toContainText("한 톡방의 두 발송 사이를 30초 이상 띄워요. 기본 한도예요.");
    await expect(ahead).toContainText("03:17:30에 나가요");
    await expect(ahead.getByRole("link", { name: "한도 보기" })).toHaveAttribute(
      "href",
      `/settings/rooms?room=${room.id}`,
    );

    await page.goto(`/settings/rooms?room=${room.id}`);
    await expect(page.getByRole("dialog").getByText("7번은 늦게 나가요")).toBeVisible();
    const now = await (await page.request.get(`/api/rooms/${room.id}`)).json();
    const off = await page.request.put(`/api/rooms/${room.id}`, {
      headers: { origin },
      data: { version: now.version, status: "inactive" },
    });
    expect(off.status()).toBe(200);
    await page.goto(`/schedules/${first}`);
    await expect(ahead).toContainText("7번 모두 막혀 있어요");
    await expect(ahead).toContainText("톡방이 꺼져 있어요. 톡방을 켜면 나가요.");
    await expect(ahead).toContainText("실패가 이어져 예약이 멈춰요.");
    await expect(ahead.getByRole("link", { name: "톡방 보기" })).toBeVisible();
  } finally {
    const now = await (await page.request.get(`/api/rooms/${room.id}`)).json();
    await page.request.put(`/api/rooms/${room.id}`, {
      headers: { origin },
      data: { version: now.version, status: "active" },
    });
    for (const id of [first, second]) {
      const { version } = await (await page.request.get(`/api/schedules/${id}`)).json();
      await page.request.delete(`/api/schedules/${id}?version=${version}`, { headers: { origin } });
    }
  }
  expect(complaints()).toEqual([]);
});
