/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-mojibake"

#include "config.h"

#include <string.h>

#include <gio/gio.h>

#include "attune-mojibake.h"
#include "attune-unescape.h"

/* What nobody may change: each could be taken for broken by somebody who looks less closely. */
static const char *const fine[] = {
  "The quick brown fox jumps over the lazy dog. “It’s fine,” she said – really…",
  "Le café où l’été naît à Noël : « ça m’étonnerait », dit-il… cœur, œuvre, Haÿ.",
  "« Le café\u00a0» était fermé\u00a0; l’été\u00a0! « Allé\u00a0»\u00a0?",
  "«allé»\u00a0: oui, «café»\u00a0!",
  "DÉJÀ VU, À LA FRANÇAISE, « NOËL », L’ÉTÉ… ÇA VA ? « À »",
  "Größe, Straße, Übermut: „Ä“, „Ö“ und „Ü“ – »Spaß«.",
  "SCHÖNE GRÜẞE AUS ÖSTERREICH, „ÄÖÜ“ (Ä, Ö, Ü)",
  "El niño y la letra “Ñ”. ¿Qué? ¡Sí! ESPAÑA, AÑO, «Ñ»",
  "MAÇÃ, IRMÃ, SÃO PAULO, NÃO, AMANHÃ: “MAÇÔ e a “IRMÔ…",
  "A AMANHÃ… A IRMû A MANHÔ foi ótima. É só isso: coração, pão e avô.",
  "Tiếng Việt có nhiều dấu: Ả, Ấ, Â, Ã, ễ, ữ, được, ĐƯỜNG PHỐ.",
  "Język polski: zażółć gęślą jaźń. ŻÓŁW. Čeština: příliš žluťoučký kůň.",
  "Türkçe: İstanbul’da çok güzel bir gün; ŞİŞLİ, ĞÜÖ.",
  "Привет, как дела? ЁЖИК «в тумане» — вот.",
  "Ελληνικά: καλημέρα σας, ΩΡΑΙΑ.",
  "עברית וגם العربية في سطر واحد",
  "我最近总是睡不着觉，应该怎么办？学校里的小朋友些许校对写作效率血压。",
  "饕餮、魑魅魍魉、蹀躞、缱绻、旖旎、囹圄、耄耋、鏖战、茅台酒、喝茅台",
  "我最近總是睡不著覺，應該怎麼辦？讀書、錢財、鐵路、關係、讓護變譯",
  "龍鬚麵與豔陽、鬱鬱寡歡、躊躇滿志、齷齪、鐫刻、鑰匙、鬻矛譽盾",
  "最近よく眠れないのですが、どうしたらいいですか。ﾊﾝｶｸｶﾀｶﾅもあります。",
  "요즘 잠을 잘 못 자는데 어떻게 해야 할까요? 漢字",
  "emoji 😀👍🏽❤️ 👩‍👩‍👧‍👦 and flags 🇨🇳🇩🇪",
  "IPA: /ˈɪŋɡlɪʃ/ [ɔ̃ː] ʃ ʒ ŋ ɛ̃ œ̃; naïve façade",
  "∀x ∈ ℝ: x² ≥ 0, 3 × 4 = 12, a ± b, 5 × £3, 90° ÷ 2, ½ + ¼ = ¾, µ = 1 Å",
  "if (a[i] != '\\xC3') { return \"Ã\"; } /* © 2026 ® ™ */",
  "Â, Ã, Ä, Å: letters with accents. Å is a unit. Ð and Þ in Icelandic: ÞAÐ ER GOTT.",
  "ROMÂNIA, ÎN ȚARĂ, «Â» și “Î”",
  "我喜欢café的味道，尤其是résumé里写的那家。",
  "T恤、A股、K歌、U盘、IT男、X光、B超、卡拉OK、PK一下、hold住、3D打印、4S店",
  "A股今天跌了，B股没跌；VIP会员9折，app没更新，ok没问题，so每天都要跑步",
  "ok没问题", "OK么", "app没了", "T恤", "K歌", "A股", "U盘没了", "HR忙吗", "IT忙", "vip每月", "low么",
  "Tom猫", "Tom猫 and Kitty猫", "Hello猫", "hello猫world", "cat猫dog", "my猫is cute", "my猫is cute, his猫is big",
  "The character 猫 means cat, 毛 is hair, 帽 is a hat.",
  "I have a 猫 at home. She is very 忙 and so is my 每天 plan.",
  "猫cat 帽hat 毛hair 眉eyebrow 煤coal", "cat猫 hat帽 hair毛 eyebrow眉 coal煤", "猫cat\n帽hat\n毛hair", "猫cat\\n帽hat\\n毛hair\\n忙busy\\n眉eyebrow",
  "mao猫mao毛mao帽mao茅mei眉mei没mang忙mang盲", "maomao猫 maomao毛, meimei眉meimei媒",
  "māo 猫, máo 毛, mào 帽, méi 没, měi 每, máng 忙",
  "mao1猫 mao2毛 mao4帽 mei2没 mei3每 mang2忙",
  "moutai茅", "maotai茅", "飞天茅 Moutai", "茅台 Maotai", "茅", "茅台", "feitian茅",
  "so忙so忙", "today忙, tomorrow忙, always忙", "very忙very茫然", "i忙 you忙 we忙 they忙",
  "没problem", "没time没money", "每day", "每周Monday", "没有wifi", "没wifi没4G", "么么哒mua",
  "媒体media", "美媒CNN报道：Biden没来", "Na霉素", "酶enzyme", "ATP酶", "DNA聚合酶和RNA酶", "protein酶", "lipase酶",
  "Mg镁 Fe铁", "Mg镁", "mg镁", "铆钉rivet", "贸易trade", "NBA每日新闻", "iPhone每天充电",
  "用Python写了个demo，debug到凌晨，bug没修好，deadline却到了。",
  "这个feature没上线，PM说先hold一下，等QA测完再release。",
  "他的offer没拿到，心态有点emo，但是work-life balance还不错。",
  "Java和C++哪个更难？React、Vue、Angular都可以，npm install就行。",
  "今晚K歌，AA制，Wi-Fi密码是没有的，Wi-Fi没密码。",
  "She said “我没钱” and he said “没关系”.", "Je dis 没问题 quand tout va bien.",
  "今天吃了crêpe和crème brûlée，没吃pâté。", "Beyoncé的新歌，Pokémon Go，Citroën没油了",
  "Der Müller sagt 没有, für mich ist das schön.", "El niño dice 猫.",
  "戦艦大和 USS艦, 心臓heart, 内臓organ, 艦これ, 臓器", "USS艦", "heart臓", "heart臟 warship艦",
  "1º andar, 2ª porta, nº 5, §3, 20 €, 30 £, 5 ¥",
  "",
  "\xc3",
  "\xe6\xb5",
};

static const struct
{
  const char *broken;
  const char *fine;
} mended[] = {
  { "cafÃ©", "café" },
  { "Ã©tÃ© Ã\u00a0 la plage", "été à la plage" },
  { "itâ€™s â€œfineâ€\u009d", "it’s “fine”" },
  { "Â£5 and Â©2026, 20Â°C", "£5 and ©2026, 20°C" },
  { "cÅ“ur, sÅ“ur", "cœur, sœur" },
  { "Ã–sterreich, StraÃŸe, Ãœbung", "Österreich, Straße, Übung" },
  { "ÐŸÑ€Ð¸Ð²ÐµÑ‚ Ð¸ Ð¿Ð¾ÐºÐ°", "Привет и пока" },
  { "ä½\u00a0å¥½", "你好" },
  { "NÃƒO, NÃ£o", "NÃO, Não" },
  { "mostly fine, but this is naÃ¯ve and that is “quoted”", "mostly fine, but this is naïve and that is “quoted”" },
  { "浣犲ソ", "你好" },
  { "很好，但是这里：鎴戠殑瀛﹀ソ", "很好，但是这里：我的学好" },
  { "縺薙ｓ縺ｫ縺｡縺ｯ", "こんにちは" },
  { "ðŸ˜€ ok", "😀 ok" },
  { "ÃƒÂ©tÃƒÂ©", "été" },
  { "10â‚¬", "10€" },

  /* Letters with an accent, read as Chinese. */
  { "I went to a caf茅 yesterday.", "I went to a café yesterday." },
  { "caf茅", "café" },
  { "r茅sum茅, clich茅, fianc茅e", "résumé, cliché, fiancée" },
  { "脺ber die Stra脽e", "Über die Straße" },
  { "L脿-bas, il va 脿 la plage, o霉 il fait 20掳C ; 芦 oui 禄.",
    "Là-bas, il va à la plage, où il fait 20°C ; « oui »." },
  { "La citt脿 猫 bella, perch茅 c'猫 il sole", "La città è bella, perché c'è il sole" },
  { "Das M盲dchen h枚rt die sch枚ne Musik f眉r den Abend.",
    "Das Mädchen hört die schöne Musik für den Abend." },
  { "El ni帽o sali贸 por la ma帽ana con su mam谩 y su pap谩.",
    "El niño salió por la mañana con su mamá y su papá." },
  { "S茫o Paulo 茅 uma cidade do cora莽茫o; n茫o esque莽a a li莽茫o.",
    "São Paulo é uma cidade do coração; não esqueça a lição." },
  { "Za偶贸艂膰 g臋艣l膮 ja藕艅", "Zażółć gęślą jaźń" },
  { "P艡铆li拧 啪lu钮ou膷k媒 k暖艌", "Příliš žluťoučký kůň" },
};

static void
test_fine (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fine); i++)
    {
      g_autofree char *repaired = attune_mojibake_repair (fine[i], strlen (fine[i]), NULL, NULL);

      g_assert_cmpstr (repaired, ==, NULL);
    }
}

static void
test_mended (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (mended); i++)
    {
      gsize length = 0;
      AttuneMojibakeKind kind = ATTUNE_MOJIBAKE_NONE;
      g_autofree char *repaired = NULL;

      g_test_message ("%s", mended[i].broken);
      g_assert_true (attune_mojibake_is_suspect (mended[i].broken, strlen (mended[i].broken)));
      repaired = attune_mojibake_repair (mended[i].broken, strlen (mended[i].broken), &length,
                                         &kind);
      g_assert_cmpstr (repaired, ==, mended[i].fine);
      g_assert_cmpuint (length, ==, strlen (mended[i].fine));
      g_assert_cmpuint (kind, !=, ATTUNE_MOJIBAKE_NONE);
    }
}

/* Reads the bytes of @text in the wrong encoding; NULL where some have no meaning in it. */
static char *
misread (const char         *text,
         AttuneMojibakeKind  kind)
{
  g_autoptr(GString) wrong = g_string_new (NULL);

  if (kind == ATTUNE_MOJIBAKE_GBK || kind == ATTUNE_MOJIBAKE_SHIFT_JIS)
    return g_convert (text, -1, "UTF-8", kind == ATTUNE_MOJIBAKE_GBK ? "GBK"
                      : "CP932", NULL, NULL, NULL);

  for (const char *p = text; *p != '\0'; p++)
    {
      g_autofree char *character = NULL;

      if (kind == ATTUNE_MOJIBAKE_WINDOWS_1252)
        character = g_convert (p, 1, "UTF-8", "WINDOWS-1252", NULL, NULL, NULL);

      if (character != NULL)
        g_string_append (wrong, character);
      else
        g_string_append_unichar (wrong, (guint8)*p);
    }

  return g_string_free (g_steal_pointer (&wrong), FALSE);
}

/* Every text of the table above that is long enough, broken in every way that is not lossy. */
static void
test_round_trip (void)
{
  static const AttuneMojibakeKind kinds[] = {
    ATTUNE_MOJIBAKE_WINDOWS_1252, ATTUNE_MOJIBAKE_LATIN_1, ATTUNE_MOJIBAKE_GBK,
    ATTUNE_MOJIBAKE_SHIFT_JIS,
  };
  guint n_mended[G_N_ELEMENTS (kinds)][2] = { 0 };
  guint n_broken[G_N_ELEMENTS (kinds)][2] = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (fine); i++)
    {
      for (gsize k = 0; k < G_N_ELEMENTS (kinds); k++)
        {
          g_autofree char *text = g_strdup (fine[i]);

          for (guint times = 0; times < 2 && g_utf8_validate (text, -1, NULL); times++)
            {
              g_autofree char *wrong = misread (text, kinds[k]);
              g_autofree char *repaired = NULL;
              AttuneMojibakeKind kind = ATTUNE_MOJIBAKE_NONE;

              if (wrong == NULL || g_str_equal (wrong, text))
                break;

              repaired = attune_mojibake_repair (wrong, strlen (wrong), NULL, &kind);
              n_broken[k][times]++;
              n_mended[k][times] += g_strcmp0 (repaired, fine[i]) == 0;

              if (g_strcmp0 (repaired, fine[i]) != 0)
                g_test_message ("kind %u, %u times: %s\n -> %s", kinds[k], times + 1, wrong,
                                repaired);

              if (repaired != NULL && g_str_equal (repaired, fine[i]))
                g_assert_true (attune_mojibake_is_suspect (wrong, strlen (wrong)));

              g_set_str (&text, wrong);
            }
        }
    }

  for (gsize k = 0; k < G_N_ELEMENTS (kinds); k++)
    g_test_message ("kind %u: once %u of %u, twice %u of %u", kinds[k], n_mended[k][0],
                    n_broken[k][0],
                    n_mended[k][1], n_broken[k][1]);

  /* All but the letters of phonetics, which a quote behind a capital may as well be. */
  for (gsize k = 0; k < 2; k++)
    {
      g_assert_cmpuint (n_mended[k][0], >=, n_broken[k][0] - 1);
      g_assert_cmpuint (n_mended[k][1], >=, n_broken[k][1] - 1);
    }
}

/* Pieces of East Asian texts with an even number of characters lose nothing when they are read in
 * pairs of bytes. */
static void
test_pairs (void)
{
  static const char *const texts[] = {
    "我最近总是睡不着觉应该怎么办医生说这种药一天吃三次饭后服用比较好孩子不愿意去学校我们全家都很着急",
    "我最近總是睡不著覺應該怎麼辦醫生說這種藥一天吃三次飯後服用比較好孩子不願意去學校我們全家都很著急",
    "最近よく眠れないのですがどうしたらいいですかこの薬は食後に一日三回飲んでください",
  };
  static const AttuneMojibakeKind kinds[] = { ATTUNE_MOJIBAKE_GBK, ATTUNE_MOJIBAKE_SHIFT_JIS };

  for (gsize k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      guint n_broken = 0;
      guint n_mended = 0;

      for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
        {
          for (long begin = 0; begin + 4 <= g_utf8_strlen (texts[i], -1); begin++)
            {
              g_autofree char *piece = g_utf8_substring (texts[i], begin, begin + 4);
              g_autofree char *wrong = misread (piece, kinds[k]);
              g_autofree char *repaired = NULL;
              AttuneMojibakeKind kind = ATTUNE_MOJIBAKE_NONE;

              if (wrong == NULL)
                continue;

              repaired = attune_mojibake_repair (wrong, strlen (wrong), NULL, &kind);
              n_broken++;
              n_mended += g_strcmp0 (repaired, piece) == 0 && kind == kinds[k] &&
                          attune_mojibake_is_suspect (wrong, strlen (wrong));

              if (g_strcmp0 (repaired, piece) != 0)
                g_test_message ("%s %s -> %s", piece, wrong, repaired);

              g_assert_null (attune_mojibake_repair (piece, strlen (piece), NULL, NULL));
            }
        }

      g_test_message ("kind %u: %u of %u", kinds[k], n_mended, n_broken);
      g_assert_cmpuint (n_broken, >, 10);
      g_assert_cmpuint (n_mended * 100, >=, n_broken * 95);
    }
}

/* What Windows reads where the standards have nothing are private characters. */
static void
test_private (void)
{
  static const struct
  {
    const char *broken;
    const char *fine;
    guint       kind;
  } cases[] = {
    { "繝励Ο繧ｰ繝ｩ繝\xef\xa3\xb0", "プログラム", ATTUNE_MOJIBAKE_SHIFT_JIS },
    { "寰堝\xee\x98\xbf璇讳功鐒﹁檻澶氬枬姘村\xee\x98\xbf鍠濇按", "很多读书焦虑多喝水多喝水", ATTUNE_MOJIBAKE_GBK },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      AttuneMojibakeKind kind;
      g_autofree char *repaired = attune_mojibake_repair (cases[i].broken, strlen (cases[i].broken),
                                                          NULL, &kind);

      g_assert_cmpstr (repaired, ==, cases[i].fine);
      g_assert_cmpuint (kind, ==, cases[i].kind);
      g_assert_true (attune_mojibake_is_suspect (cases[i].broken, strlen (cases[i].broken)));
    }
}

/* Chinese that was read as GBK twice, as programs do that know its private characters. */
static void
test_twice (void)
{
  static const char text[] = "很多读书焦虑多喝水头疼工作休息语言你好学习编程方法代码每天练习坚持问题答案";
  guint n_broken = 0;

  for (long begin = 0; begin + 8 <= g_utf8_strlen (text, -1); begin++)
    for (long end = begin + 8; end <= g_utf8_strlen (text, -1); end++)
      {
        g_autofree char *piece = g_utf8_substring (text, begin, end);
        g_autofree char *once = g_convert (piece, -1, "UTF-8", "GB18030", NULL, NULL, NULL);
        g_autofree char *twice = once != NULL ? g_convert (once, -1, "UTF-8", "GB18030", NULL, NULL,
                                                           NULL) : NULL;
        g_autofree char *repaired = NULL;
        AttuneMojibakeKind kind;

        if (twice == NULL)
          continue;

        repaired = attune_mojibake_repair (twice, strlen (twice), NULL, &kind);
        g_assert_cmpstr (repaired, ==, piece);
        g_assert_cmpuint (kind, ==, ATTUNE_MOJIBAKE_GBK | ATTUNE_MOJIBAKE_TWICE);
        g_assert_true (attune_mojibake_is_suspect (twice, strlen (twice)));
        n_broken++;
      }

  g_assert_cmpuint (n_broken, >, 10);
}

/* Where a byte is lost, half of the text would stay broken and look mended. */
static void
test_lost (void)
{
  static const char *const texts[] = {
    "浣犲ソ锛屼笘鐣?",
    "很好，但是这里：鎴戠殑瀛\xef\xbf\xbd",
    "繝励Ο繧ｰ繝ｩ繝\xef\xbf\xbd",
    "itâ€™s â€œfineâ€\xef\xbf\xbd",
    "Ã\xef\xbf\xbd la fÃªte, Ã©tÃ©",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *repaired = attune_mojibake_repair (texts[i], strlen (texts[i]), NULL, NULL);

      g_assert_cmpstr (repaired, ==, NULL);
    }
}

static void
test_unescape (void)
{
  static const struct
  {
    const char *text;
    const char *plain;
  } cases[] = {
    { "\\u4f60\\u597d, \\u0041", "你好, A" },
    { "\\ud83d\\ude00!", "😀!" },
    { "\\ud83d and \\u00e9", "\\ud83d and é" },
    { "\\ude00\\ud83d\\u00E9", "\\ude00\\ud83dé" },
    { "\\\\u4f60", NULL },
    { "\\\\\\u4f60", "\\\\你" },
    { "C:\\users\\u12", NULL },
    { "\\u0000", NULL },
    { "plain", NULL },
    { "", NULL },
    { "\\u4f6", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize length = 0;
      g_autofree char *plain = attune_text_unescape (cases[i].text, strlen (cases[i].text),
                                                     &length);

      g_assert_cmpstr (plain, ==, cases[i].plain);
      g_assert_cmpint (attune_text_has_escapes (cases[i].text, strlen (cases[i].text)), ==,
                       plain != NULL);

      if (plain != NULL)
        g_assert_cmpuint (length, ==, strlen (plain));
    }
}

/* A text that is fine must not cost more than a glance. */
static void
test_glance (void)
{
  static const char *const texts[] = {
    "The quick brown fox jumps over the lazy dog and then goes to sleep.\n",
    "我最近总是睡不着觉，应该怎么办？医生说这种药一天吃三次，饭后服用比较好。\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GString) text = g_string_new (NULL);
      gint64 best = G_MAXINT64;

      while (text->len < 8 * 1000 * 1000)
        g_string_append (text, texts[i]);

      for (guint k = 0; k < 5; k++)
        {
          gint64 begin = g_get_monotonic_time ();

          g_assert_false (attune_mojibake_is_suspect (text->str, text->len));
          best = MIN (best, MAX (g_get_monotonic_time () - begin, 1));
        }

      g_test_message ("%.0f MB/s", (double)text->len / best);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/Attune/Mojibake/round-trip", test_round_trip);
  g_test_add_func ("/Attune/Mojibake/mended", test_mended);
  g_test_add_func ("/Attune/Mojibake/fine", test_fine);
  g_test_add_func ("/Attune/Mojibake/pairs", test_pairs);
  g_test_add_func ("/Attune/Mojibake/glance", test_glance);
  g_test_add_func ("/Attune/Mojibake/private", test_private);
  g_test_add_func ("/Attune/Mojibake/twice", test_twice);
  g_test_add_func ("/Attune/Mojibake/lost", test_lost);
  g_test_add_func ("/Attune/Mojibake/unescape", test_unescape);

  return g_test_run ();
}
