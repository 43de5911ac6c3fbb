"""Says « Mot de passe »: Wagtail 8.0's login form declares its password field without a label.

Delete it, with WAGTAILADMIN_USER_LOGIN_FORM, when wagtail.admin.forms.auth.LoginForm names the field.
"""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm as WagtailLoginForm


class LoginForm(WagtailLoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Password")
