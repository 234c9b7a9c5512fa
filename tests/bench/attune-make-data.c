/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Writes datasets of any size for measuring: half English, half Chinese, no two examples alike, the
 * same on every machine. Words are drawn with falling probability, as in real text. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#define RECORDS_PER_MB 709.0   /* about 1.41 kB each: 180,000 in 254 MB */

static const char english[] =
  "the of and to a in is that it for was on are as with they be at this have from or had by but what some "
  "we can out other were all there when up use your how said each she which their time if will way about "
  "many then them write would like so these her long make thing see him two has look more day could go come "
  "did number sound no most people my over know water than call first who may down side been now find any "
  "new work part take get place made live where after back little only round man year came show every good "
  "me give our under name very through just form sentence great think say help low line differ turn cause "
  "much mean before move right boy old too same tell does set three want air well also play small end put "
  "home read hand port large spell add even land here must big high such follow act why ask men change went "
  "light kind off need house picture try us again animal point mother world near build self earth father "
  "head stand own page should country found answer school grow study still learn plant cover food sun four "
  "between state keep eye never last let thought city tree cross farm hard start might story saw far sea "
  "draw left late run while press close night real life few north open seem together next white children "
  "begin got walk example ease paper group always music those both mark often letter until mile river car "
  "feet care second book carry took science eat room friend began idea fish mountain stop once base hear "
  "horse cut sure watch color face wood main enough plain girl usual young ready above ever red list though "
  "feel talk bird soon body dog family direct pose leave song measure door product black short numeral class "
  "wind question happen complete ship area half rock order fire south problem piece told knew pass since top "
  "whole king space heard best hour better during hundred five remember step early hold west ground interest "
  "reach fast verb sing listen six table travel less morning ten simple several vowel toward war lay against "
  "pattern slow center love person money serve appear road map rain rule govern pull cold notice voice unit "
  "power town fine certain fly fall lead cry dark machine note wait plan figure star box noun field rest "
  "correct able pound done beauty drive stood contain front teach week final gave green quick develop ocean";

static const char chinese[] =
  "的 一 是 了 我 不 人 在 他 有 这 个 上 们 来 到 时 大 地 为 子 中 你 说 生 国 年 着 就 那 和 要 她 出 也 得 里 后 自 以 会 "
  "家 可 下 而 过 天 去 能 对 小 多 然 于 心 学 么 之 都 好 看 起 发 当 没 成 只 如 事 把 还 用 第 样 道 想 作 种 开 美 总 从 "
  "无 情 己 面 最 女 但 现 前 些 所 同 日 手 又 行 意 动 方 期 它 头 经 长 儿 回 位 分 爱 老 因 很 给 名 法 间 斯 知 世 什 两 "
  "次 使 身 者 被 高 已 亲 其 进 此 话 常 与 活 正 感 问题 回答 医生 病人 情绪 压力 睡眠 焦虑 朋友 父母 学校 工作 生活 建议 "
  "治疗 症状 检查 药物 关系 沟通 理解 支持 帮助 时间 方法 需要 可以 觉得 因为 所以 但是 如果 虽然 已经 开始 继续 尝试 改变 "
  "希望 担心 害怕 高兴 难过 生气 孤独 自己 别人 孩子 老师 同学 同事 领导 家庭 婚姻 感情 性格 能力 目标 计划 习惯 运动 饮食 "
  "健康 身体 心理 咨询 放松 呼吸 练习 记录 观察 接纳 允许 表达 倾听 陪伴 信任 安全 边界 责任 选择 决定 经历 过去 现在 未来";

typedef struct
{
  char    **words;
  guint     n_words;
  gboolean  has_spaces;
} Language;

static guint64 seed = 88172645463325252;

static guint32
draw (guint32 n)
{
  seed ^= seed << 13;
  seed ^= seed >> 7;
  seed ^= seed << 17;

  return (seed >> 11) % n;
}

static void
add_text (GString        *text,
          const Language *language,
          guint           length)
{
  gsize end = text->len + length;

  while (text->len < end)
    {
      guint n = 5 + draw (14);

      for (guint i = 0; i < n; i++)
        {
          guint word = MIN (draw (language->n_words), draw (language->n_words));

          g_string_append (text, language->words[word]);

          if (language->has_spaces && i + 1 < n)
            g_string_append_c (text, ' ');
          else if (i == n / 2 && !language->has_spaces)
            g_string_append (text, "，");
        }

      g_string_append (text, language->has_spaces ? ". " : "。");

      if (draw (12) == 0)
        g_string_append (text, "\\n\\n");
    }
}

static void
add_pair (GString        *question,
          GString        *answer,
          const Language *languages,
          guint64         number,
          guint           length)
{
  const Language *language = &languages[number % 2];

  g_string_printf (question, "%" G_GUINT64_FORMAT " ", number);
  g_string_truncate (answer, 0);
  add_text (question, language, length / 5);
  add_text (answer, language, length);
}

static void
write_chat (const Language *languages,
            guint64         n,
            guint           length,
            gboolean        is_nested)
{
  static const char * const systems[] = { "You are a careful assistant.", "你是一位耐心的助手。" };
  g_autoptr(GString) question = g_string_new (NULL);
  g_autoptr(GString) answer = g_string_new (NULL);

  if (is_nested)
    fputs ("{\"version\": 1, \"data\": {\"items\": [\n", stdout);

  for (guint64 i = 0; i < n; i++)
    {
      add_pair (question, answer, languages, i, length);

      if (is_nested)
        printf ("  {\"id\": %" G_GUINT64_FORMAT ", \"ques_info\": {\"title\": \"%s\", \"content\": \"…\"}, "
                "\"answers_info\": "
                "[{\"recommend_flag\": \"推荐\", \"content\": \"%s\"}]}%s\n",
                i, question->str, answer->str, i + 1 < n ? "," : "");
      else
        printf ("{\"messages\": [{\"role\": \"system\", \"content\": \"%s\"}, {\"role\": \"user\", "
                "\"content\": \"%s\"}, {\"role\": \"assistant\", \"content\": \"%s\"}]}\n",
                systems[i % 2], question->str, answer->str);
    }

  if (is_nested)
    fputs ("]}}\n", stdout);
}

static void
write_csv (const Language *languages,
           guint64         n,
           guint           length)
{
  g_autoptr(GString) question = g_string_new (NULL);
  g_autoptr(GString) answer = g_string_new (NULL);

  fputs ("id,question,answer\n", stdout);

  for (guint64 i = 0; i < n; i++)
    {
      add_pair (question, answer, languages, i, length);
      g_string_replace (answer, "\\n", "\n", 0);
      g_string_replace (question, "\\n", "\n", 0);
      printf ("%" G_GUINT64_FORMAT ",\"%s\",\"He said \"\"%s\"\".\"\n", i, question->str, answer->str);
    }
}

static void
write_plain (const Language *languages,
             guint           which,
             guint64         n)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint64 i = 0; i < n; i++)
    {
      g_string_truncate (text, 0);
      add_text (text, &languages[which], 1000);
      g_string_replace (text, "\\n", "\n", 0);
      puts (text->str);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_auto(GStrv) english_words = g_strsplit (english, " ", -1);
  g_auto(GStrv) chinese_words = g_strsplit (chinese, " ", -1);
  Language languages[] = {
    { english_words, g_strv_length (english_words), TRUE },
    { chinese_words, g_strv_length (chinese_words), FALSE },
  };
  double megabytes = argc > 2 ? g_ascii_strtod (argv[2], NULL) : 0;
  guint64 n = megabytes * RECORDS_PER_MB;

  if (megabytes <= 0)
    {
      fprintf (stderr, "Usage: attune-make-data chat|nested|csv|english|chinese MEGABYTES\n"
                       "       attune-make-data rows THOUSANDS\n");
      return 2;
    }

  if (strcmp (argv[1], "chat") == 0)
    write_chat (languages, n, 1000, FALSE);
  else if (strcmp (argv[1], "nested") == 0)
    write_chat (languages, n, 1000, TRUE);
  else if (strcmp (argv[1], "csv") == 0)
    write_csv (languages, n, 1000);
  else if (strcmp (argv[1], "rows") == 0)
    write_chat (languages, megabytes * 1000, 60, FALSE);
  else
    write_plain (languages, strcmp (argv[1], "chinese") == 0, megabytes * 950);

  return 0;
}
