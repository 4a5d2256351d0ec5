@echo off
rem Runs cdp with the Java of JAVA_HOME, or else with the first one in the PATH; 17 or newer.
setlocal DisableDelayedExpansion

set "VERSION="
if defined JAVA_HOME goto home
set "JAVA=java.exe"
where /q java.exe && goto ask
>&2 echo cdp: there is no java.exe in the PATH, and JAVA_HOME is not set; cdp needs Java 17 or newer
exit /b 1

:home
set "JAVA=%JAVA_HOME%\bin\java.exe"
if exist "%JAVA%" goto version
>&2 echo cdp: there is no bin\java.exe in "%JAVA_HOME%", which is JAVA_HOME; cdp needs Java 17 or newer
exit /b 1

:version
if not exist "%JAVA_HOME%\release" goto run
for /f "usebackq tokens=1,2 delims==" %%n in ("%JAVA_HOME%\release") do if "%%n"=="JAVA_VERSION" set "VERSION=%%~o"
if not defined VERSION goto run
for /f "delims=.-+" %%m in ("%VERSION%") do if %%m geq 17 goto run
>&2 echo cdp: "%JAVA%" is Java %VERSION%; cdp needs Java 17 or newer
exit /b 1

:ask
for /f "tokens=3" %%v in ('java.exe -version 2^>^&1 ^| findstr /c:" version "') do set "VERSION=%%~v"
if not defined VERSION goto run
for /f "delims=.-+" %%m in ("%VERSION%") do if %%m geq 17 goto run
>&2 echo cdp: java.exe in the PATH is Java %VERSION%; cdp needs Java 17 or newer
exit /b 1

:run
set "QUICK=-XX:TieredStopAtLevel=1"
if /i "%~1"=="backfill" set "QUICK="
if /i "%~1"=="sandbox" set "QUICK="
"%JAVA%" @FLAGS@ -Xmx256m %QUICK% -cp "%~dp0..\lib\cdp.jar" io.github.cdpcli.cli.Main %*
exit /b %ERRORLEVEL%
