/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-encoding"

#include "config.h"

#include "attune-decoder.h"
#include "attune-encoding-guess.h"
#include "attune-encoding.h"
#include "attune-source.h"
#include "dataset-test.h"

/* What people write, in the encodings they write it in; a language a row. */
static const struct
{
  const char *language;
  const char *encodings;
  const char *sentences[8];
} samples[] = {
  { "Chinese", "GB18030 UTF-16LE UTF-16BE UTF-32LE UTF-32BE",
    { "我最近总是睡不着觉，应该怎么办？",
      "医生说这种药一天吃三次，饭后服用比较好。",
      "孩子不愿意去学校，我们全家都很着急。",
      "请问从火车站到图书馆要坐几路车？",
      "今天的天气非常好，我们打算去公园散步。",
      "她在一家软件公司上班，工资不高，但是同事很友好。",
      "如果你感到焦虑，可以先试着深呼吸，然后慢慢放松。",
      "这本书讲的是一个小镇上的人们如何度过漫长的冬天。" } },
  { "Traditional", "BIG5-HKSCS GB18030",
    { "我最近總是睡不著覺，應該怎麼辦？",
      "醫生說這種藥一天吃三次，飯後服用比較好。",
      "孩子不願意去學校，我們全家都很著急。",
      "請問從火車站到圖書館要坐幾路車？",
      "今天的天氣非常好，我們打算去公園散步。",
      "她在一家軟體公司上班，薪水不高，但是同事很友善。",
      "如果你感到焦慮，可以先試著深呼吸，然後慢慢放鬆。",
      "這本書講的是一個小鎮上的人們如何度過漫長的冬天。" } },
  { "Japanese", "CP932 EUC-JP UTF-16LE",
    { "最近よく眠れないのですが、どうしたらいいですか。",
      "この薬は食後に一日三回飲んでください。",
      "子供が学校に行きたがらないので、とても心配しています。",
      "駅から図書館まで、どのバスに乗ればいいですか。",
      "今日はとても天気がいいので、公園を散歩するつもりです。",
      "彼女はソフトウェアの会社で働いています。",
      "不安を感じたら、まずゆっくり深呼吸をしてみましょう。",
      "この本は、小さな町の人々が長い冬を過ごす話です。" } },
  { "Korean", "CP949 UTF-16LE",
    { "요즘 잠을 잘 못 자는데 어떻게 해야 할까요?",
      "이 약은 하루에 세 번 식사 후에 드시면 됩니다.",
      "아이가 학교에 가기 싫어해서 가족 모두가 걱정하고 있습니다.",
      "기차역에서 도서관까지 몇 번 버스를 타야 합니까?",
      "오늘은 날씨가 아주 좋아서 공원에서 산책할 생각입니다.",
      "그녀는 소프트웨어 회사에서 일하고 있습니다.",
      "불안할 때는 먼저 천천히 깊게 숨을 쉬어 보세요.",
      "이 책은 작은 마을 사람들이 긴 겨울을 보내는 이야기입니다." } },
  { "Russian", "WINDOWS-1251 KOI8-R ISO-8859-5 IBM866",
    { "В последнее время я плохо сплю, что мне делать?",
      "Это лекарство нужно принимать три раза в день после еды.",
      "Ребёнок не хочет ходить в школу, и вся семья переживает.",
      "Скажите, пожалуйста, как доехать до библиотеки?",
      "Сегодня прекрасная погода, мы хотим погулять в парке.",
      "Она работает в небольшой компании вместе с друзьями.",
      "Если вы чувствуете тревогу, попробуйте глубоко дышать.",
      "Эта книга рассказывает о жизни людей в маленьком городе." } },
  { "French", "WINDOWS-1252 ISO-8859-15 MACINTOSH",
    { "Je dors très mal ces derniers temps, que dois-je faire ?",
      "Ce médicament se prend trois fois par jour, après le repas.",
      "L'enfant refuse d'aller à l'école et nous sommes inquiets.",
      "Où faut-il descendre pour aller à la bibliothèque ?",
      "Il fait très beau aujourd'hui, nous irons nous promener à midi.",
      "Elle a été reçue à l'examen grâce à ses efforts répétés.",
      "Si vous êtes anxieux, respirez lentement et détendez-vous après.",
      "Ce livre raconte la vie d'un village pendant un été sans fin, près de la forêt." } },
  { "German", "WINDOWS-1252 MACINTOSH",
    { "Ich schlafe in letzter Zeit schlecht und fühle mich müde.",
      "Dieses Mittel nehmen Sie täglich dreimal nach dem Frühstück.",
      "Das Kind möchte nicht zur Schule, und wir wären froh über Rat.",
      "Welche Straßenbahn fährt vom Bahnhof zur Bücherei?",
      "Heute ist schönes Wetter, da können wir draußen spazieren gehen.",
      "Sie arbeitet in einer kleinen Firma in der Nähe von München.",
      "Wenn Sie Angst spüren, atmen Sie zuerst ruhig und gleichmäßig.",
      "Das Buch erzählt von Menschen, die einen langen Winter überstehen müssen." } },
  { "Polish", "WINDOWS-1250 ISO-8859-2",
    { "Ostatnio źle śpię, co powinienem zrobić?",
      "Ten lek należy przyjmować trzy razy dziennie po jedzeniu.",
      "Dziecko nie chce chodzić do szkoły i cała rodzina się martwi.",
      "Jak dojechać z dworca do biblioteki, proszę powiedzieć?",
      "Dziś jest piękna pogoda, więc pójdziemy na spacer.",
      "Ona pracuje w małej firmie i bardzo lubi swoją pracę.",
      "Jeśli czujesz lęk, spróbuj najpierw głęboko oddychać.",
      "Ta książka opowiada o ludziach, którzy spędzają długą zimę w górach." } },
  { "Greek", "WINDOWS-1253 ISO-8859-7",
    { "Τελευταία δεν κοιμάμαι καλά, τι πρέπει να κάνω;",
      "Αυτό το φάρμακο το παίρνετε τρεις φορές την ημέρα.",
      "Το παιδί δεν θέλει να πάει στο σχολείο και ανησυχούμε.",
      "Πώς μπορώ να πάω από τον σταθμό στη βιβλιοθήκη;",
      "Σήμερα ο καιρός είναι πολύ καλός και θα πάμε βόλτα.",
      "Εργάζεται σε μια μικρή εταιρεία μαζί με φίλους.",
      "Αν νιώθετε άγχος, πάρτε πρώτα μια βαθιά ανάσα.",
      "Το βιβλίο μιλάει για ανθρώπους που περνούν έναν μακρύ χειμώνα." } },
  { "Turkish", "WINDOWS-1254 ISO-8859-9",
    { "Son zamanlarda iyi uyuyamıyorum, ne yapmalıyım?",
      "Bu ilacı günde üç kez yemekten sonra almalısınız.",
      "Çocuk okula gitmek istemiyor ve bütün aile endişeli.",
      "İstasyondan kütüphaneye nasıl gidebilirim?",
      "Bugün hava çok güzel, parkta yürüyüş yapacağız.",
      "Küçük bir şirkette arkadaşlarıyla birlikte çalışıyor.",
      "Kaygı duyduğunuzda önce yavaşça derin nefes alın.",
      "Bu kitap uzun bir kışı geçiren insanların öyküsünü anlatıyor." } },
  { "English", "WINDOWS-1252 MACINTOSH",
    { "“What should I do?” she asked; nobody had an answer.",
      "It’s best to take the pills after a meal, three times a day.",
      "The child doesn’t want to go to school – we are all worried.",
      "He said: “Take the second street on the left.”",
      "The café opens at nine; we’ll meet there, won’t we?",
      "Prices begin at £25 – that’s less than last year.",
      "“Breathe slowly,” the doctor said, “and don’t think about it.”",
      "This book’s story is simple… it’s about a long winter." } },
};

static char *
encode (const char *text,
        gssize      length,
        const char *encoding,
        gsize      *n_bytes)
{
  g_autoptr(GError) error = NULL;
  char *bytes = g_convert (text, length, encoding, "UTF-8", NULL, n_bytes, &error);

  g_assert_no_error (error);

  return bytes;
}

/* About @size bytes of a language, one sentence a line, in an order that follows from @seed. */
static char *
make_text (const char *const *sentences,
           gsize              size,
           guint32            seed)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (seed);
  GString *text = g_string_new (NULL);

  do
    g_string_append_printf (text, "%s\n", sentences[g_rand_int_range (rand, 0, 8)]);
  while (text->len < size);

  return g_string_free (text, FALSE);
}

/* Right is what gives the text back: two encodings may be the same for it. */
static gboolean
is_guessed_right (Fixture    *f,
                  const char *text,
                  const char *encoding)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AttuneSource) source = NULL;
  g_autofree char *read = g_malloc (strlen (text) * 4 + 1);
  g_autofree char *bytes = NULL;
  gsize n_bytes;
  gssize n_read;

  bytes = encode (text, -1, encoding, &n_bytes);
  source = attune_source_open (dataset_test_write_bytes (f, "text.txt", bytes, n_bytes), &error);
  g_assert_no_error (error);
  n_read = attune_source_read (source, 0, read, strlen (text) * 4, &error);
  g_assert_no_error (error);
  read[n_read] = '\0';

  if (!g_str_equal (read, text))
    g_test_message ("%s taken for %s: %.60s", encoding, attune_source_get_encoding (source), read);

  return g_str_equal (read, text);
}

static guint
count_right (Fixture           *f,
             const char *const *sentences,
             const char        *encoding,
             gsize              size)
{
  guint n_right = 0;

  /* One large text is as good as another. */
  for (guint i = 0; i < (size > 10000 ? 1 : 8); i++)
    {
      g_autofree char *text = NULL;

      text = size == 0 ? g_strdup_printf ("%s\n", sentences[i]) : make_text (sentences, size, i);
      n_right += is_guessed_right (f, text, encoding);
    }

  return n_right;
}

static void
test_accuracy (Fixture       *f,
               gconstpointer  data)
{
  gboolean is_good = TRUE;

  for (gsize i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_auto(GStrv) encodings = g_strsplit (samples[i].encodings, " ", -1);

      for (gsize k = 0; encodings[k] != NULL; k++)
        {
          guint n_line = count_right (f, samples[i].sentences, encodings[k], 0);
          guint n_short = count_right (f, samples[i].sentences, encodings[k], 1000);
          guint n_long = count_right (f, samples[i].sentences, encodings[k], 100000);

          g_test_message ("%-12s %-14s one line %u/8, 1 kB %u/8, 100 kB %u/1", samples[i].language,
                          encodings[k], n_line, n_short, n_long);
          is_good = is_good && n_line >= 7 && n_short == 8 && n_long == 1;
        }
    }

  /* The whole table is printed first. */
  g_assert_true (is_good);
}

/* A file of one line with one word of four characters, which is all there is to judge by. */
static void
test_words (Fixture       *f,
            gconstpointer  data)
{
  static const struct
  {
    const char *encoding;
    const char *text;
  } cases[] = {
    { "GB18030", "北京上海广州深圳天津重庆成都杭州武汉西安人工智能机器学习糖尿病高血压心脏病感冒发烧头痛张三李四王五" },
    { "BIG5-HKSCS", "台北高雄臺中臺南新竹花蓮人工智慧機器學習糖尿病高血壓心臟病感冒發燒頭痛憂鬱症焦慮症" },
    { "CP932", "東京大阪京都日本語学校大学生勉強練習問題解答こんにちはありがとうカタカナコンピュータ" },
    { "EUC-JP", "東京大阪京都日本語学校大学生勉強練習問題解答こんにちはありがとうカタカナコンピュータ" },
    { "CP949", "서울부산대구인천광주대전울산안녕하세요감사합니다반갑습니다컴퓨터프로그램학교선생님" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      long n_words = g_utf8_strlen (cases[i].text, -1) - 3;
      long n_right = 0;

      for (long begin = 0; begin < n_words; begin++)
        {
          g_autofree char *word = g_utf8_substring (cases[i].text, begin, begin + 4);
          g_autofree char *line = g_strdup_printf ("{\"prompt\": \"%s\"}\n", word);

          n_right += is_guessed_right (f, line, cases[i].encoding);
        }

      g_test_message ("%s: %ld of %ld words", cases[i].encoding, n_right, n_words);
      g_assert_cmpint (n_right * 100, >=, n_words * 95);
    }
}

/* Detectors and people have other names for the same encodings. */
static void
test_names (Fixture       *f,
            gconstpointer  data)
{
  gsize n_encodings;
  const AttuneEncoding *encodings = attune_encoding_list (&n_encodings);

  for (gsize i = 0; i < n_encodings; i++)
    {
      GIConv converter = g_iconv_open ("UTF-8", encodings[i].name);

      g_assert_true (converter != (GIConv)-1);
      g_iconv_close (converter);
      g_assert_true (attune_encoding_find (encodings[i].name) == &encodings[i]);
    }

  g_assert_cmpstr (attune_encoding_find ("gb2312")->name, ==, "GB18030");
  g_assert_cmpstr (attune_encoding_find ("Shift_JIS")->name, ==, "CP932");
  g_assert_cmpstr (attune_encoding_find ("latin1")->name, ==, "ISO-8859-1");
  g_assert_null (attune_encoding_find ("rot13"));
  g_assert_cmpstr (attune_encoding_get_label ("rot13"), ==, "rot13");
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  dataset_test_add ("/Attune/Encoding/accuracy", test_accuracy);
  dataset_test_add ("/Attune/Encoding/words", test_words);
  dataset_test_add ("/Attune/Encoding/names", test_names);

  return g_test_run ();
}
