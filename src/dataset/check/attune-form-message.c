/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-form"

#include "config.h"

#include <string.h>

#include "attune-form.h"

/* OpenAI's guide to fine-tuning with images. */
#define MAX_IMAGES 10
#define MAX_IMAGE_SIZE (10 * 1024 * 1024)

static gboolean
is_json (AttuneForm *self,
         yyjson_val *text)
{
  yyjson_doc *document;

  if (!yyjson_is_str (text))
    return FALSE;

  document = yyjson_read_opts ((char *)yyjson_get_str (text), yyjson_get_len (text),
                               ATTUNE_READ_FLAGS, self->allocator, NULL);
  yyjson_doc_free (document);

  return document != NULL;
}

static gboolean
is_function (AttuneForm *self,
             yyjson_val *function)
{
  return yyjson_get_len (yyjson_obj_get (function, "name")) > 0 &&
         is_json (self, yyjson_obj_get (function, "arguments"));
}

static void
add_calls (AttuneForm *self,
           yyjson_val *calls,
           guint       index)
{
  yyjson_arr_iter iter;
  yyjson_val *call;

  yyjson_arr_iter_init (calls, &iter);

  while ((call = yyjson_arr_iter_next (&iter)))
    {
      yyjson_val *id = yyjson_obj_get (call, "id");

      if (yyjson_get_len (id) == 0 || !is_function (self, yyjson_obj_get (call, "function")) ||
          self->n_calls == ATTUNE_FORM_MAX_CALLS)
        {
          attune_form_note (self, ATTUNE_ISSUE_BAD_TOOL_CALL, index);
          return;
        }

      self->calls[self->n_calls++] = id;
    }
}

static gboolean
take_call (AttuneForm *self,
           yyjson_val *id)
{
  for (guint i = 0; i < self->n_calls; i++)
    {
      if (!yyjson_equals (self->calls[i], id))
        continue;

      self->calls[i] = self->calls[--self->n_calls];
      return TRUE;
    }

  return FALSE;
}

/* The form before 2023-11, a “function_call” answered by a message of the role “function”, has no
 * ids. */
static gboolean
is_old_answer (yyjson_val *message)
{
  return yyjson_equals_str (yyjson_obj_get (message, "role"), "function") &&
         yyjson_is_str (yyjson_obj_get (message, "name"));
}

/* Every call must be answered by a message with its id before anybody else speaks; calls of the
 * last message are what the model learns. */
void
attune_form_check_tools (AttuneForm            *self,
                         const AttuneDraftTurn *turn,
                         guint                  index)
{
  yyjson_val *calls = yyjson_obj_get (turn->message, "tool_calls");
  yyjson_val *old_call = yyjson_obj_get (turn->message, "function_call");
  yyjson_val *id = yyjson_obj_get (turn->message, "tool_call_id");

  if (turn->role == ATTUNE_ROLE_TOOL)
    {
      if (!is_old_answer (turn->message) && (!yyjson_is_str (id) || !take_call (self, id)))
        attune_form_note (self, ATTUNE_ISSUE_BAD_TOOL_CALL, index);

      return;
    }

  if (self->n_calls > 0 ||
      (calls != NULL && !yyjson_is_null (calls) && turn->role != ATTUNE_ROLE_ASSISTANT) ||
      (yyjson_is_obj (old_call) && !is_function (self, old_call)))
    attune_form_note (self, ATTUNE_ISSUE_BAD_TOOL_CALL, index);

  /* Only what this message calls may be answered now. */
  self->n_calls = 0;
  add_calls (self, calls, index);
}

static gboolean
has_prefix (yyjson_val *text,
            const char *prefix)
{
  gsize length = strlen (prefix);

  return yyjson_get_len (text) >= length && memcmp (yyjson_get_str (text), prefix, length) == 0;
}

static gboolean
is_image_url (yyjson_val *url)
{
  static const char * const types[] = {
    "data:image/jpeg;base64,", "data:image/png;base64,", "data:image/webp;base64,",
  };

  if (has_prefix (url, "https://") || has_prefix (url, "http://"))
    return TRUE;

  /* Four signs of base64 are three bytes. */
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (has_prefix (url, types[i]))
      return (yyjson_get_len (url) - strlen (types[i])) / 4 * 3 <= MAX_IMAGE_SIZE;

  return FALSE;
}

/* At most 10 images, 10 MB each, JPEG, PNG or WEBP, never from the assistant; and none at all in
 * a preference. */
void
attune_form_check_images (AttuneForm            *self,
                          const AttuneDraftTurn *turn,
                          guint                  index,
                          AttuneExampleKind      kind)
{
  yyjson_val *content = yyjson_obj_get (turn->message, "content");
  yyjson_arr_iter iter;
  yyjson_val *part;

  yyjson_arr_iter_init (content, &iter);

  while ((part = yyjson_arr_iter_next (&iter)))
    {
      yyjson_val *image;

      if (!yyjson_equals_str (yyjson_obj_get (part, "type"), "image_url"))
        continue;

      image = yyjson_obj_get (part, "image_url");

      if (++self->n_images > MAX_IMAGES || kind == ATTUNE_EXAMPLE_PREFERENCE ||
          turn->role == ATTUNE_ROLE_ASSISTANT || !is_image_url (yyjson_obj_get (image, "url")))
        {
          attune_form_note (self, ATTUNE_ISSUE_BAD_IMAGE, index);
          return;
        }
    }
}
