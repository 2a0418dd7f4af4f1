#pragma once

// Qt without QT_NO_KEYWORDS, from <qobjectdefs.h>, <qglobal.h> and <qforeach.h>.
#define slots
#define signals public
#define emit
#define foreach(variable, container) for (variable : container)
#define forever for (;;)
