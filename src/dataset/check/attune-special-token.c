/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-special-token"

#include "config.h"

#include <string.h>

#include "attune-special-token.h"

/* The longest is <|reserved_special_token_250|>. */
#define MAX_LENGTH 40

/* Marks that models take for more than text: those of OpenAI's encodings (tiktoken), with which a
 * job stops, and those of the chat templates of open models, which confuse what was learned. A “#”
 * stands for a number. */
static const struct
{
  const char      *text;
  const char      *models;
  AttuneIssueKind  kind;
} marks[] = {
  { "<|endoftext|>", "OpenAI", ATTUNE_ISSUE_SPECIAL_TOKEN },
  { "<|endofprompt|>", "OpenAI", ATTUNE_ISSUE_SPECIAL_TOKEN },
  { "<|fim_prefix|>", "OpenAI", ATTUNE_ISSUE_SPECIAL_TOKEN },
  { "<|fim_middle|>", "OpenAI", ATTUNE_ISSUE_SPECIAL_TOKEN },
  { "<|fim_suffix|>", "OpenAI", ATTUNE_ISSUE_SPECIAL_TOKEN },
  { "<|im_start|>", "OpenAI, Qwen", ATTUNE_ISSUE_SPECIAL_TOKEN },
  { "<|im_end|>", "OpenAI, Qwen", ATTUNE_ISSUE_SPECIAL_TOKEN },
  { "<|im_sep|>", "OpenAI, Phi", ATTUNE_ISSUE_SPECIAL_TOKEN },
  { "<|startoftext|>", "OpenAI gpt-oss", ATTUNE_ISSUE_SPECIAL_TOKEN },
  { "<|return|>", "OpenAI gpt-oss", ATTUNE_ISSUE_SPECIAL_TOKEN },
  { "<|constrain|>", "OpenAI gpt-oss", ATTUNE_ISSUE_SPECIAL_TOKEN },
  { "<|channel|>", "OpenAI gpt-oss", ATTUNE_ISSUE_SPECIAL_TOKEN },
  { "<|start|>", "OpenAI gpt-oss", ATTUNE_ISSUE_SPECIAL_TOKEN },
  { "<|end|>", "OpenAI gpt-oss, Phi", ATTUNE_ISSUE_SPECIAL_TOKEN },
  { "<|message|>", "OpenAI gpt-oss", ATTUNE_ISSUE_SPECIAL_TOKEN },
  { "<|call|>", "OpenAI gpt-oss", ATTUNE_ISSUE_SPECIAL_TOKEN },
  { "<|reserved_#|>", "OpenAI gpt-oss", ATTUNE_ISSUE_SPECIAL_TOKEN },

  { "<|begin_of_text|>", "Llama 3", ATTUNE_ISSUE_TEMPLATE_TOKEN },
  { "<|end_of_text|>", "Llama 3", ATTUNE_ISSUE_TEMPLATE_TOKEN },
  { "<|start_header_id|>", "Llama 3", ATTUNE_ISSUE_TEMPLATE_TOKEN },
  { "<|end_header_id|>", "Llama 3", ATTUNE_ISSUE_TEMPLATE_TOKEN },
  { "<|eot_id|>", "Llama 3", ATTUNE_ISSUE_TEMPLATE_TOKEN },
  { "<|eom_id|>", "Llama 3", ATTUNE_ISSUE_TEMPLATE_TOKEN },
  { "<|python_tag|>", "Llama 3", ATTUNE_ISSUE_TEMPLATE_TOKEN },
  { "<|finetune_right_pad_id|>", "Llama 3", ATTUNE_ISSUE_TEMPLATE_TOKEN },
  { "<|reserved_special_token_#|>", "Llama 3", ATTUNE_ISSUE_TEMPLATE_TOKEN },
  { "<|system|>", "Phi, Zephyr", ATTUNE_ISSUE_TEMPLATE_TOKEN },
  { "<|user|>", "Phi, Zephyr, GLM", ATTUNE_ISSUE_TEMPLATE_TOKEN },
  { "<|assistant|>", "Phi, Zephyr, GLM", ATTUNE_ISSUE_TEMPLATE_TOKEN },
  { "<|observation|>", "GLM", ATTUNE_ISSUE_TEMPLATE_TOKEN },
  { "<|placeholder#|>", "Phi", ATTUNE_ISSUE_TEMPLATE_TOKEN },
  { "<|pad|>", "several", ATTUNE_ISSUE_TEMPLATE_TOKEN },
  { "<|endofturn|>", "several", ATTUNE_ISSUE_TEMPLATE_TOKEN },
  { "<|end_of_turn|>", "several", ATTUNE_ISSUE_TEMPLATE_TOKEN },
  { "<|object_ref_start|>", "Qwen", ATTUNE_ISSUE_TEMPLATE_TOKEN },
  { "<|object_ref_end|>", "Qwen", ATTUNE_ISSUE_TEMPLATE_TOKEN },
  { "<|vision_start|>", "Qwen", ATTUNE_ISSUE_TEMPLATE_TOKEN },
  { "<|vision_end|>", "Qwen", ATTUNE_ISSUE_TEMPLATE_TOKEN },
  { "<|image_pad|>", "Qwen", ATTUNE_ISSUE_TEMPLATE_TOKEN },
  { "<|video_pad|>", "Qwen", ATTUNE_ISSUE_TEMPLATE_TOKEN },
  { "<|fim_pad|>", "Qwen", ATTUNE_ISSUE_TEMPLATE_TOKEN },
  { "<|repo_name|>", "Qwen", ATTUNE_ISSUE_TEMPLATE_TOKEN },
  { "<|file_sep|>", "Qwen", ATTUNE_ISSUE_TEMPLATE_TOKEN },
  { "<s>", "Llama 2, Mistral", ATTUNE_ISSUE_TEMPLATE_TOKEN },
  { "</s>", "Llama 2, Mistral", ATTUNE_ISSUE_TEMPLATE_TOKEN },
  { "[INST]", "Llama 2, Mistral", ATTUNE_ISSUE_TEMPLATE_TOKEN },
  { "[/INST]", "Llama 2, Mistral", ATTUNE_ISSUE_TEMPLATE_TOKEN },
  { "<<SYS>>", "Llama 2", ATTUNE_ISSUE_TEMPLATE_TOKEN },
  { "<</SYS>>", "Llama 2", ATTUNE_ISSUE_TEMPLATE_TOKEN },
  { "[TOOL_CALLS]", "Mistral", ATTUNE_ISSUE_TEMPLATE_TOKEN },
  { "[AVAILABLE_TOOLS]", "Mistral", ATTUNE_ISSUE_TEMPLATE_TOKEN },
  { "[/AVAILABLE_TOOLS]", "Mistral", ATTUNE_ISSUE_TEMPLATE_TOKEN },
  { "[TOOL_RESULTS]", "Mistral", ATTUNE_ISSUE_TEMPLATE_TOKEN },
  { "[/TOOL_RESULTS]", "Mistral", ATTUNE_ISSUE_TEMPLATE_TOKEN },
  { "<bos>", "Gemma", ATTUNE_ISSUE_TEMPLATE_TOKEN },
  { "<eos>", "Gemma", ATTUNE_ISSUE_TEMPLATE_TOKEN },
  { "<start_of_turn>", "Gemma", ATTUNE_ISSUE_TEMPLATE_TOKEN },
  { "<end_of_turn>", "Gemma", ATTUNE_ISSUE_TEMPLATE_TOKEN },
  { "<pad>", "several", ATTUNE_ISSUE_TEMPLATE_TOKEN },
  { "<unk>", "several", ATTUNE_ISSUE_TEMPLATE_TOKEN },
  { "<mask>", "several", ATTUNE_ISSUE_TEMPLATE_TOKEN },
  { "<｜begin▁of▁sentence｜>", "DeepSeek", ATTUNE_ISSUE_TEMPLATE_TOKEN },
  { "<｜end▁of▁sentence｜>", "DeepSeek", ATTUNE_ISSUE_TEMPLATE_TOKEN },
  { "<｜User｜>", "DeepSeek", ATTUNE_ISSUE_TEMPLATE_TOKEN },
  { "<｜Assistant｜>", "DeepSeek", ATTUNE_ISSUE_TEMPLATE_TOKEN },
};

/* Returns how many bytes of @text @pattern takes; 0: it is something else. */
static gsize
match_pattern (const char *pattern,
               const char *text,
               gsize       length)
{
  gsize i = 0;

  for (; *pattern != '\0'; pattern++)
    {
      gsize first = i;

      while (*pattern == '#' && i < length && g_ascii_isdigit (text[i]))
        i++;

      if (*pattern == '#' ? i == first : i == length || text[i] != *pattern)
        return 0;

      if (*pattern != '#')
        i++;
    }

  return i;
}

/* Most “<” and “[” are those of HTML, code and Markdown. */
static gboolean
may_be_mark (const char *text,
             gsize       length)
{
  if (length < 3)
    return FALSE;

  if (*text == '[')
    return g_ascii_isupper (text[1]) || text[1] == '/';

  return text[1] == '|' || text[1] == '<' || (text[1] == '/' && text[2] == 's') ||
         (strchr ("bempsu\xef", text[1]) != NULL && text[1] != '\0');
}

static gssize
find (const char *text,
      gsize      *length)
{
  gsize end = MIN (*length, MAX_LENGTH);

  if (!may_be_mark (text, end))
    return -1;

  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      gsize taken;

      if (marks[i].text[0] != text[0] || marks[i].text[1] != text[1])
        continue;

      if ((taken = match_pattern (marks[i].text, text, end)) > 0)
        {
          *length = taken;
          return i;
        }
    }

  return -1;
}

AttuneIssueKind
attune_special_token_match (const char *text,
                            gsize      *length)
{
  gssize index = find (text, length);

  return index >= 0 ? marks[index].kind : ATTUNE_ISSUE_NONE;
}

/**
 * attune_special_token_get_models:
 * @text: (array length=length): a mark, such as `<|im_start|>`
 * @length: its length in bytes
 *
 * Returns: (transfer none) (nullable): the names of the models that know it
 */
const char *
attune_special_token_get_models (const char *text,
                                 gsize       length)
{
  gssize index = find (text, &length);

  return index >= 0 ? marks[index].models : NULL;
}
