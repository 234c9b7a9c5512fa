/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-message-private.h"

/* Everything that an answer may be made of. */
static const char chat_sample_rich[] =
  "# How a lighthouse works\n\n"
  "A lighthouse has a **lamp**, a *lens* and a ~~person~~ machine that turns `turn_lens ()`; see "
  "[the article](https://en.wikipedia.org/wiki/Lighthouse) or write to <keeper@example.org>.\n\n"
  "## In short\n\n"
  "1. The lamp is lit.\n"
  "2. The lens bundles the light:\n"
  "   - Fresnel lenses are *flat*,\n"
  "   - and weigh less.\n"
  "3. The lens turns.\n\n"
  "- [x] Lamp\n- [ ] Oil, which has to be bought in the town and carried up all of the one hundred and twelve steps\n\n"
  "> Light is the shadow of God.\n>\n> > A quote in a quote.\n\n"
  "| Order | Focal length | Used for | Weight | Made by | Since |\n"
  "|:------|-------------:|:--------:|--------|---------|-------|\n"
  "| First | 920 mm | Coasts and capes, where ships come from far away and need to see the light early | 5,800 kg | Barbier & Fenestre | 1823 |\n"
  "| Fourth | 250 mm | Harbours | 200 kg | Chance | 1850 |\n\n"
  "```python\n"
  "def turn_lens (seconds: int = 10) -> None:\n"
  "    \"\"\"Turns the lens once.\"\"\"\n"
  "    for step in range (360):   # a line that is much too long to be shown in a narrow window, and so it has to scroll\n"
  "        move_to (step, speed=360 / seconds)\n"
  "```\n\n"
  "The range is $$d = \\sqrt{2 R h_1} + \\sqrt{2 R h_2}$$ and \\(R_e = 6371\\) km.\n\n"
  "---\n\n"
  "它很常见：灯塔的光可以照到很远的地方。日本語も読めます。🗼🙂\n\n"
  "تضيء المنارة الطريق للسفن في الليل. هذه فقرة باللغة العربية.\n\n"
  "- عنصر أول\n- עברית\n\n"
  "<b>Not bold</b> &amp; <span size='99999'>not big</span>\n\n"
  "![A lighthouse](https://example.org/lighthouse.png)\n";

static const char chat_sample_short[] =
  "Yes. A *first-order* lens stands about **2.6 metres** high, and was carried up in pieces.";

static const char chat_sample_chinese[] =
  "可以的。灯塔的主要部分有：\n\n1. **灯器**：发光的部分。\n2. **透镜**：把光集中起来，让远处的船看得见。\n3. 塔身：把灯举高。\n\n"
  "所以灯塔越高，光照得越远；但是太高也会被云挡住。一般的高度是二十到六十米。";

static const char chat_sample_code[] =
  "This does it:\n\n"
  "```c\n"
  "static gboolean\n"
  "turn_cb (gpointer user_data)\n"
  "{\n"
  "  Lens *lens = user_data;\n\n"
  "  lens->angle = fmod (lens->angle + 1.0, 360.0);   /* degrees */\n"
  "  if (lens->angle == 0)\n"
  "    g_print (\"once around\\n\");\n\n"
  "  return G_SOURCE_CONTINUE;\n"
  "}\n"
  "```\n\n"
  "Call it with `g_timeout_add (28, turn_cb, lens)`.";

static const char chat_sample_table[] =
  "Here they are:\n\n"
  "| Name | Height | Since | Country |\n"
  "|------|-------:|-------|---------|\n"
  "| Jeddah Light | 133 m | 1990 | Saudi Arabia |\n"
  "| Perry Memorial | 107 m | 1915 | United States |\n"
  "| Île Vierge | 82 m | 1902 | France |\n"
  "| Lanterna | 77 m | 1543 | Italy |\n\n"
  "The *Lanterna* of Genoa is the oldest of these that still stands.";

static const char * const chat_sample_questions[] = {
  "How does a lighthouse work?",
  "Is the lens heavy?",
  "灯塔由哪些部分组成？",
  "Show me code that turns the lens, please.\nIn C, with GLib.",
  "Which are the tallest lighthouses?",
};

static const char * const chat_sample_answers[] = {
  chat_sample_rich,
  chat_sample_short,
  chat_sample_chinese,
  chat_sample_code,
  chat_sample_table,
};

static inline AttuneMessage *
chat_sample_new_message (guint       position,
                         const char *content)
{
  const AttuneMessageRow row = {
    .id = position + 1,
    .author = position % 2 == 0 ? ATTUNE_MESSAGE_USER : ATTUNE_MESSAGE_ASSISTANT,
    .state = ATTUNE_MESSAGE_COMPLETE,
    .content = (char *)content,
    .model = (char *)(position % 2 == 0 ? NULL : "keeper"),
    .finish_reason = (char *)"stop",
  };

  return attune_message_new (&row);
}

/* Questions and answers in turn, of every kind. */
static inline GListModel *
chat_sample_new_messages (guint n_messages)
{
  GListStore *messages = g_list_store_new (ATTUNE_TYPE_MESSAGE);

  for (guint i = 0; i < n_messages; i++)
    {
      const char * const *texts = i % 2 == 0 ? chat_sample_questions : chat_sample_answers;
      g_autoptr(AttuneMessage) message = chat_sample_new_message (i, texts[i / 2 % G_N_ELEMENTS (chat_sample_answers)]);

      g_list_store_append (messages, message);
    }

  return G_LIST_MODEL (messages);
}
