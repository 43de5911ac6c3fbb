"""In a moderator's account: how often they are told by mail what waits."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab

from discussions import schedule
from discussions.models import ModeratorPreference
from discussions.screens.dashboard import may_moderate

NO_ADDRESS = _("Your account has no e-mail address yet: give it one first.")


class ModeratorPreferenceForm(forms.ModelForm):
    class Meta:
        model = ModeratorPreference
        fields = ["frequency"]
        labels = {"frequency": _("Tell me by e-mail")}
        widgets = {"frequency": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.user.email:
            self.fields["frequency"].help_text = NO_ADDRESS

    def save(self, *args, **kwargs):
        if "frequency" in self.changed_data:
            # The first daily mail comes in the next morning, not at once.
            now, zone = timezone.now(), timezone.get_default_timezone()
            is_past = schedule.is_morning(now, zone)
            self.instance.told_on = now.astimezone(zone).date() if is_past else None
        return super().save(*args, **kwargs)


class ModeratorMailPanel(BaseSettingsPanel):
    name = "moderation"
    title = _("Replies to moderate")
    tab = notifications_tab
    order = 200
    form_class = ModeratorPreferenceForm

    def is_active(self):
        return may_moderate(self.user)

    def get_form(self):
        known = ModeratorPreference.objects.filter(user=self.user).first()
        instance = known or ModeratorPreference(user=self.user)
        data = self.request.POST if self.request.method == "POST" else None
        return self.form_class(data, instance=instance, prefix=self.name)
