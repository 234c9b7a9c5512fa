/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-chat-meter"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-chat-meter.h"
#include "attune-format.h"
#include "attune-weak-ref.h"

/* Who writes on does not wait for it, and nothing is counted meanwhile. */
#define PAUSE_MSEC 250

struct _AttuneChatMeter
{
  GObject             parent_instance;

  AttuneComposer     *composer;        /* which outlives this */
  AttuneConversation *conversation;
  DexFuture          *counting;
};

G_DEFINE_FINAL_TYPE (AttuneChatMeter, attune_chat_meter, G_TYPE_OBJECT)

static char *
dup_text (const AttuneContextUse *use)
{
  g_autofree char *count = attune_format_count (use->n_tokens);
  g_autofree char *window = attune_format_count (use->window);

  if (use->window == 0 && use->is_exact)
    /* Translators: Short: it stands beside what is written. */
    return g_strdup_printf (ngettext ("%s token", "%s tokens", use->n_tokens), count);

  if (use->window == 0)
    /* Translators: %s is a number of tokens. Short: it stands beside what is written. */
    return g_strdup_printf (_("about %s"), count);

  if (use->is_exact)
    /* Translators: both are numbers of tokens: those that are there, and those that can be. */
    return g_strdup_printf (_("%s of %s"), count, window);

  /* Translators: the same, of which the first is an estimate. */
  return g_strdup_printf (_("about %s of %s"), count, window);
}

static char *
dup_detail (const AttuneContextUse *use)
{
  g_autofree char *number = attune_format_count (use->n_tokens);
  g_autofree char *count = use->is_exact ? g_strdup (number)
                                         /* Translators: a number that is an estimate. */
                                         : g_strdup_printf (C_("estimate", "about %s"), number);
  g_autofree char *window = attune_format_count (use->window);

  if (use->window == 0)
    return g_strdup_printf (/* Translators: %s is a number of tokens, or “about” a number. */
                            _("This and the chat before it have %s tokens. How many the model can "
                              "read is not known."), count);

  if (use->is_too_long)
    return g_strdup_printf (/* Translators: both are numbers of tokens, the first maybe “about”. */
                            _("This has %s tokens. The model can read %s, its answer included, and "
                              "may refuse. Make it shorter."), count, window);

  if (use->n_cut > 0)
    return g_strdup_printf (/* Translators: %s is a number of tokens. */
                            ngettext ("The first %u message of this chat is not sent any more: the model "
                                      "can read %s tokens, its answer included.",
                                      "The first %u messages of this chat are not sent any more: the model "
                                      "can read %s tokens, its answer included.", use->n_cut),
                            use->n_cut, window);

  return g_strdup_printf (/* Translators: both are numbers of tokens, the first maybe “about”. */
                          _("This and the chat before it have %s tokens. The model can read %s, its "
                            "answer included."), count, window);
}

/* Returns whether an exact number could be had. */
static gboolean
show (AttuneChatMeter *self,
      const char      *message)
{
  g_autofree char *text = NULL;
  g_autofree char *detail = NULL;
  AttuneContextUse use;

  if (*message == '\0')
    {
      attune_composer_set_meter (self->composer, NULL, NULL, FALSE);
      return FALSE;
    }

  attune_conversation_measure (self->conversation, message, &use);
  text = dup_text (&use);
  detail = dup_detail (&use);
  attune_composer_set_meter (self->composer, text, detail, use.n_cut > 0 || use.is_too_long);

  return !use.is_exact;
}

static DexFuture *
counted_cb (DexFuture *completed,
            gpointer   user_data)
{
  g_autoptr(AttuneChatMeter) self = g_weak_ref_get (user_data);
  g_autofree char *message = NULL;

  if (self == NULL || !dex_await_boolean (dex_ref (completed), NULL))
    return dex_future_new_true ();

  message = attune_composer_dup_message (self->composer);
  show (self, message);

  return dex_future_new_true ();
}

static DexFuture *
paused_cb (DexFuture *completed,
           gpointer   user_data)
{
  g_autoptr(AttuneChatMeter) self = g_weak_ref_get (user_data);
  g_autofree char *message = NULL;

  if (self == NULL)
    return dex_future_new_for_boolean (FALSE);

  message = attune_composer_dup_message (self->composer);

  return attune_conversation_count_tokens (self->conversation, message);
}

/* An estimate at once, and after a pause in writing what can be known exactly. */
static void
update (AttuneChatMeter *self)
{
  g_autofree char *message = NULL;

  dex_clear (&self->counting);
  message = attune_composer_dup_message (self->composer);

  if (!show (self, message))
    return;

  self->counting =
    dex_future_finally (dex_future_finally (dex_timeout_new_msec (PAUSE_MSEC), paused_cb,
                                            attune_weak_ref_new (self), attune_weak_ref_free),
                        counted_cb, attune_weak_ref_new (self), attune_weak_ref_free);
}

static void
attune_chat_meter_dispose (GObject *object)
{
  AttuneChatMeter *self = (AttuneChatMeter *)object;

  dex_clear (&self->counting);
  g_clear_object (&self->conversation);

  G_OBJECT_CLASS (attune_chat_meter_parent_class)->dispose (object);
}

static void
attune_chat_meter_class_init (AttuneChatMeterClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = attune_chat_meter_dispose;
}

static void
attune_chat_meter_init (AttuneChatMeter *self)
{
}

/**
 * attune_chat_meter_new:
 * @composer: where the next message is written; it has to outlive the meter
 * @conversation: what it belongs to
 *
 * Shows in the composer how much there is to read, once something is written.
 *
 * Returns: (transfer full): the meter
 */
AttuneChatMeter *
attune_chat_meter_new (AttuneComposer     *composer,
                       AttuneConversation *conversation)
{
  static const char * const signals[] = {
    "notify::is-answering", "notify::system-text", "notify::parameters", "notify::model",
  };
  AttuneChatMeter *self;

  g_return_val_if_fail (ATTUNE_IS_COMPOSER (composer), NULL);
  g_return_val_if_fail (ATTUNE_IS_CONVERSATION (conversation), NULL);

  self = g_object_new (ATTUNE_TYPE_CHAT_METER, NULL);
  self->composer = composer;
  self->conversation = g_object_ref (conversation);
  g_signal_connect_object (composer, "notify::text", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (attune_conversation_get_messages (conversation), "items-changed",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);

  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_object (conversation, signals[i], G_CALLBACK (update), self,
                             G_CONNECT_SWAPPED);

  update (self);

  return self;
}
