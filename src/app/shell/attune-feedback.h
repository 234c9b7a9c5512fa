/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* How a page tells the person that something happened. @widget is any widget in the window or
 * dialog; the toast appears in the nearest AdwToastOverlay around it. No text is ever markup. */
void attune_feedback_toast (GtkWidget     *widget,
                            const char    *text);
void attune_feedback_undo  (GtkWidget     *widget,
                            const char    *text,
                            GCallback      undo,      /* void (*) (gpointer user_data) */
                            gpointer       user_data,
                            GDestroyNotify destroy);
AdwToast *attune_feedback_action (GtkWidget *widget,
                            const char    *text,
                            const char    *button_label,
                            const char    *action_name,
                            GVariant      *target);   /* or NULL; floating is taken */
void attune_feedback_change (GtkWidget    *widget,
                            AdwToast      *toast,     /* of attune_feedback_action(), not dismissed */
                            const char    *text,
                            const char    *button_label, /* or NULL for no button */
                            const char    *action_name,
                            GVariant      *target);   /* floating is taken */
void attune_feedback_arrived (GtkWidget   *widget,
                              const char  *action_name,
                              GVariant    *target);     /* floating is taken */
void attune_feedback_error (GtkWidget     *widget,
                            const char    *what,      /* "Could Not Import the File" */
                            const GError  *error);    /* toast with *Details*; cancellation is silent */
void attune_feedback_alert (GtkWidget     *widget,
                            const char    *what,
                            const GError  *error);    /* the same at once, in a dialog */

G_END_DECLS
