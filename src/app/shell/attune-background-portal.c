/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-background-portal"

#include "config.h"

#include "attune-background-portal.h"

#define PORTAL_NAME       "org.freedesktop.portal.Desktop"
#define PORTAL_PATH       "/org/freedesktop/portal/desktop"
#define PORTAL_INTERFACE  "org.freedesktop.portal.Background"
#define REQUEST_INTERFACE "org.freedesktop.portal.Request"
#define REQUEST_TOKEN     "attune"

/* A longer message is an error, says the interface. */
#define MAX_STATUS_CHARACTERS 96

struct _AttuneBackgroundPortal
{
  GObject          parent_instance;

  GDBusConnection *bus;
  guint            subscription;    /* to the answer that is waited for; 0 for none */
};

enum {
  SIGNAL_REFUSED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (AttuneBackgroundPortal, attune_background_portal, G_TYPE_OBJECT)

static guint signals[N_SIGNALS];

static void
called_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) reply = NULL;

  /* A desktop without this portal ends nobody. */
  if (!(reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, &error)))
    g_info ("No background portal: %s", error->message);
}

static void
call (AttuneBackgroundPortal *self,
      const char             *method,
      GVariant               *parameters)
{
  g_dbus_connection_call (self->bus, PORTAL_NAME, PORTAL_PATH, PORTAL_INTERFACE, method, parameters,
                          NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, called_cb, NULL);
}

static void
stop_listening (AttuneBackgroundPortal *self)
{
  if (self->subscription != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->subscription);

  self->subscription = 0;
}

static void
response_cb (GDBusConnection *bus,
             const char      *sender,
             const char      *path,
             const char      *interface,
             const char      *signal,
             GVariant        *parameters,
             gpointer         user_data)
{
  AttuneBackgroundPortal *self = user_data;
  g_autoptr(GVariant) results = NULL;
  gboolean is_allowed = FALSE;
  guint response = 0;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ua{sv})")))
    return;

  stop_listening (self);
  g_variant_get (parameters, "(u@a{sv})", &response, &results);
  g_variant_lookup (results, "background", "b", &is_allowed);

  if (response != 0 || !is_allowed)
    g_signal_emit (self, signals[SIGNAL_REFUSED], 0);
}

/* The answer may come before the call returns, so its place is worked out beforehand, as the
 * interface lays down. */
static char *
dup_request_path (AttuneBackgroundPortal *self)
{
  g_autofree char *sender = g_strdup (g_dbus_connection_get_unique_name (self->bus) + 1);

  return g_strdup_printf ("/org/freedesktop/portal/desktop/request/%s/" REQUEST_TOKEN,
                          g_strdelimit (sender, ".", '_'));
}

static void
attune_background_portal_dispose (GObject *object)
{
  AttuneBackgroundPortal *self = (AttuneBackgroundPortal *)object;

  if (self->bus != NULL)
    stop_listening (self);
  g_clear_object (&self->bus);

  G_OBJECT_CLASS (attune_background_portal_parent_class)->dispose (object);
}

static void
attune_background_portal_class_init (AttuneBackgroundPortalClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = attune_background_portal_dispose;

  signals[SIGNAL_REFUSED] =
    g_signal_new ("refused", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
attune_background_portal_init (AttuneBackgroundPortal *self)
{
}

/**
 * attune_background_portal_is_needed:
 *
 * Returns: whether this program runs in a sandbox, where the desktop may end what has no window
 */
gboolean
attune_background_portal_is_needed (void)
{
  /* GLib asks the same, and lets the same variable say so. */
  return g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS) ||
         g_strcmp0 (g_getenv ("GTK_USE_PORTAL"), "1") == 0;
}

/**
 * attune_background_portal_new:
 * @bus: the session bus
 *
 * Returns: (transfer full): a portal that has been asked nothing yet
 */
AttuneBackgroundPortal *
attune_background_portal_new (GDBusConnection *bus)
{
  AttuneBackgroundPortal *self;

  g_return_val_if_fail (G_IS_DBUS_CONNECTION (bus), NULL);

  self = g_object_new (ATTUNE_TYPE_BACKGROUND_PORTAL, NULL);
  self->bus = g_object_ref (bus);

  return self;
}

/**
 * attune_background_portal_request:
 * @self: a portal
 * @reason: why the program goes on, for the person whom the desktop may ask
 *
 * Asks whether the program may go on without a window. The desktop remembers the answer.
 */
void
attune_background_portal_request (AttuneBackgroundPortal *self,
                                  const char             *reason)
{
  g_autofree char *path = NULL;
  GVariantDict options;

  g_return_if_fail (ATTUNE_IS_BACKGROUND_PORTAL (self));
  g_return_if_fail (reason != NULL);

  if (self->subscription != 0)
    return;

  path = dup_request_path (self);
  self->subscription =
    g_dbus_connection_signal_subscribe (self->bus, PORTAL_NAME, REQUEST_INTERFACE, "Response", path,
                                        NULL, G_DBUS_SIGNAL_FLAGS_NO_MATCH_RULE, response_cb, self,
                                        NULL);

  g_variant_dict_init (&options, NULL);
  g_variant_dict_insert (&options, "handle_token", "s", REQUEST_TOKEN);
  g_variant_dict_insert (&options, "reason", "s", reason);
  call (self, "RequestBackground",
        g_variant_new ("(s@a{sv})", "", g_variant_dict_end (&options)));
}

/**
 * attune_background_portal_set_status:
 * @self: a portal
 * @text: (nullable): what the program does, shown by the desktop among what runs in the background
 */
void
attune_background_portal_set_status (AttuneBackgroundPortal *self,
                                     const char             *text)
{
  g_autofree char *message = NULL;
  GVariantDict options;

  g_return_if_fail (ATTUNE_IS_BACKGROUND_PORTAL (self));

  message = text != NULL ? g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1),
                                                           MAX_STATUS_CHARACTERS))
                         : g_strdup ("");
  g_variant_dict_init (&options, NULL);
  g_variant_dict_insert (&options, "message", "s", message);
  call (self, "SetStatus", g_variant_new ("(@a{sv})", g_variant_dict_end (&options)));
}
