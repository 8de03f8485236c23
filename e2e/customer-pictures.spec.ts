import { expect, type Page, test } from "@playwright/test";
import { accountOf, picture, signIn, watchConsole } from "./demo";

/** The page of the customer with this code. */
async function customerPage(page: Page, code: string): Promise<string> {
  const { items } = await (await page.request.get(`/api/customers?q=${code}`)).json();
  return `/customers/${items.find((item: { code: string }) => item.code === code).id}`;
}

test("a branch keeps a customer's pictures: up, big, the cover, away and back, all with the keyboard at hand", async ({
  page,
}) => {
  const complaints = watchConsole(page);
  await signIn(page, accountOf("branch", "jeongja"));
  await page.goto(await customerPage(page, "JJ-002"));
  const gallery = page.getByRole("region", { name: "사진" });
  const tiles = gallery.getByRole("button", { name: /크게 보기/ });
  await expect(tiles).toHaveCount(3);

  const name = `픽업 ${Date.now()}.png`;
  const file = await picture(name, `#${String(Date.now() % 1_000_000).padStart(6, "0")}`);
  const choosing = page.waitForEvent("filechooser");
  await gallery.getByRole("button", { name: "사진 올리기" }).click();
  await (await choosing).setFiles([file]);
  const tile = gallery.getByRole("button", { name: new RegExp(`^${name} 크게 보기`) });
  await expect(tile).toBeVisible();
  await expect(gallery.getByRole("heading", { name: /^사진\s*4장$/ })).toBeVisible();

  await test.step("the same picture again is refused by name", async () => {
    const again = page.waitForEvent("filechooser");
    await gallery.getByRole("button", { name: "사진 올리기" }).click();
    await (await again).setFiles([{ ...file, name: "다른 이름.png" }]);
    await expect(gallery.getByRole("alert")).toContainText(`이 고객에게 이미 있는 사진이에요: ${name}`);
    await gallery.getByRole("button", { name: "다른 이름.png 치우기" }).click();
  });

  await test.step("it opens large, arrows go on, and it becomes the cover", async () => {
    await tile.focus();
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByRole("img", { name })).toBeVisible();
    await dialog.getByRole("button", { name: "다음 사진" }).press("ArrowRight");
    await expect(dialog).toContainText("2 / 4");
    await dialog.getByRole("button", { name: "앞 사진" }).click();
    await dialog.getByRole("button", { name: "대표 사진으로" }).click();
    await page.keyboard.press("Escape");
    await expect(gallery.getByRole("button", { name: `${name} 크게 보기, 대표 사진` })).toBeVisible();
  });

  await test.step("Delete takes it away, undo brings it back, and at last it is gone", async () => {
    await tile.press("Delete");
    await expect(tile).toHaveCount(0);
    await page.getByRole("button", { name: "되돌리기" }).first().click();
    await expect(gallery.getByRole("button", { name: `${name} 크게 보기, 대표 사진` })).toBeVisible();
    await tile.press("Delete");
    // Said once the server has it.
    await expect(page.getByText(`‘${name}’ 사진을 지웠어요`)).toBeVisible();
    await page.reload();
    await expect(tiles).toHaveCount(3);
  });
  // The refused picture's 409 is logged by the browser.
  expect(complaints().filter((complaint) => !complaint.includes("409"))).toEqual([]);
});

test("rows without a file say so, and only the headquarters is led to the tidying", async ({ page }) => {
  await signIn(page, accountOf("branch", "jeongja"));
  await page.goto(await customerPage(page, "JJ-012"));
  const gallery = page.getByRole("region", { name: "사진" });
  await expect(gallery.getByRole("heading", { name: /^사진\s*24장$/ })).toBeVisible();
  // Small pictures come as they are scrolled to.
  for (const tile of await gallery.getByRole("button", { name: /크게 보기/ }).all())
    await tile.scrollIntoViewIfNeeded();
  await expect(gallery.getByText("불러올 수 없어요")).toHaveCount(9);
  await expect(gallery.getByRole("link")).toHaveCount(0);
});
