"""The C network programmer's calls in Python: same names, arguments, return values and errno."""

from ._address import *
from ._constants import *
from ._epoll import *
from ._errno import *
from ._format import *
from ._interface import *
from ._io import *
from ._kqueue import *
from ._memory import *
from ._netdb import *
from ._poll import *
from ._process import *
from ._select import *
from ._signal import *
from ._socket import *
from ._stdio import *
from ._string import *
from ._time import *
from ._uio import *
from ._undefined import *
