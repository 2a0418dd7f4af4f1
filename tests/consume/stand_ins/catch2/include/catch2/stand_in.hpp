#pragma once

// That this file is found proves that the folder of the stand-in for Catch2 came along.
