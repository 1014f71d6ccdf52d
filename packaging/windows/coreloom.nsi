; The installer for Windows: NSIS 3.08 or later, called by setup.py, which says where things are.
;
; It installs for one user, without administrator rights. Unattended: coreloom-VERSION-setup.exe /S, with
;   /STARTMENU=1 /DESKTOP=0 /PATH=1 /ASSOCIATIONS=1 /VIDEO=1   the parts, here as they are if nothing is said;
;                                                              over an earlier version: as they were there
;   /D=C:\some folder                                          where to; last, and without quotes
; and uninstall-coreloom.exe /S, with /SETTINGS to remove the settings, too.
; Exit codes: 0 done, 1 cancelled, 2 impossible here, 3 Coreloom is running.
;
; Defined by setup.py: VERSION, VERSION_FOUR, OUT, FILES, LICENCE, ICONS, APPLICATION_KB, and where there is video
; VIDEO and VIDEO_KB, where there is a certificate SIGN.

Unicode true
SetCompressor /SOLID lzma
SetCompressorDictSize 64
RequestExecutionLevel user
ManifestDPIAware true
ManifestLongPathAware true
Name "Coreloom"
OutFile "${OUT}"
BrandingText "Coreloom ${VERSION}"
InstallDir "$LOCALAPPDATA\Programs\Coreloom"

!define PUBLISHER "The Coreloom authors"
!define APPLICATION_ID "org.coreloom.Coreloom"
!define UNINSTALLER "uninstall-coreloom.exe" ; it is on the PATH, so its name says what it uninstalls
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Coreloom"
!define SETTINGS "$LOCALAPPDATA\coreloom" ; settings, logs, recovery files: where platformdirs has them
!define EXIT_IMPOSSIBLE 2
!define EXIT_RUNNING 3
InstallDirRegKey HKCU "${UNINSTALL_KEY}" "InstallLocation"

VIProductVersion "${VERSION_FOUR}"
VIAddVersionKey "ProductName" "Coreloom"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "Coreloom Setup"
VIAddVersionKey "CompanyName" "${PUBLISHER}"
VIAddVersionKey "LegalCopyright" "MIT licence; see the licences of its parts in Help, About"

!ifdef SIGN
  !uninstfinalize '${SIGN} "%1"'
  !finalize '${SIGN} "%1"'
!endif

!include MUI2.nsh
!include LogicLib.nsh
!include FileFunc.nsh
!include WinVer.nsh
!include x64.nsh
!include path.nsh
!include integration.nsh
!include "${FILES}" ; made by setup.py: which files there are

Var Earlier ; the folder of the version that is installed already, or nothing
Var Welcome

; ---- pages ----------------------------------------------------------------------------------------------------

!define MUI_ICON "${ICONS}/coreloom.ico"
!define MUI_UNICON "${ICONS}/coreloom.ico"
!define MUI_ABORTWARNING
!include pictures.nsh

!define MUI_WELCOMEPAGE_TEXT "$Welcome"
!insertmacro MUI_PAGE_WELCOME
!define MUI_PAGE_HEADER_TEXT "Licence"
!define MUI_PAGE_HEADER_SUBTEXT "Coreloom may be used, changed and passed on by anybody."
!define MUI_LICENSEPAGE_TEXT_TOP "Coreloom is free software. Its licence, and where those of its parts are:"
!define MUI_LICENSEPAGE_TEXT_BOTTOM "There is nothing to agree to for using it."
!define MUI_LICENSEPAGE_BUTTON "&Next >"
!insertmacro MUI_PAGE_LICENSE "${LICENCE}"
!define MUI_COMPONENTSPAGE_SMALLDESC
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN "$INSTDIR\coreloomw.exe"
!define MUI_FINISHPAGE_NOREBOOTSUPPORT
!insertmacro MUI_PAGE_FINISH

!insertmacro MUI_UNPAGE_CONFIRM
!define MUI_PAGE_CUSTOMFUNCTION_SHOW un.HideSpace
!insertmacro MUI_UNPAGE_COMPONENTS
!insertmacro MUI_UNPAGE_INSTFILES

!insertmacro MUI_LANGUAGE "English"

; ---- whether it can be done now -------------------------------------------------------------------------------

; The file of a program that runs cannot be opened for writing.
!macro STOP_WHILE_RUNNING FOLDER
  ${Do}
    StrCpy $0 ""
    ${For} $1 1 2
      StrCpy $2 "${FOLDER}\coreloomw.exe"
      ${IfThen} $1 = 2 ${|} StrCpy $2 "${FOLDER}\coreloom.exe" ${|}
      ${If} ${FileExists} "$2"
        ClearErrors
        FileOpen $3 "$2" a
        ${If} ${Errors}
          StrCpy $0 "$2"
        ${Else}
          FileClose $3
        ${EndIf}
      ${EndIf}
    ${Next}
    ${IfThen} $0 == "" ${|} ${ExitDo} ${|}
    ${IfNot} ${Cmd} `MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "Coreloom is running.$\r$\n$\r$\nClose its windows, \
        and what runs in terminals, then choose Retry.$\r$\n$\r$\n($0 is in use.)" /SD IDCANCEL IDRETRY`
      SetErrorLevel ${EXIT_RUNNING}
      Quit
    ${EndIf}
  ${Loop}
!macroend

!macro REFUSE TEXT
  MessageBox MB_OK|MB_ICONSTOP "${TEXT}" /SD IDOK
  SetErrorLevel ${EXIT_IMPOSSIBLE}
  Quit
!macroend

; One setup or uninstaller at a time. An uninstaller that a setup starts is part of that.
!macro ONE_AT_A_TIME
  System::Call 'kernel32::CreateMutexW(p 0, i 0, w "${APPLICATION_ID}.setup") p .r1 ?e'
  Pop $0
  ${If} $0 = 183 ; ERROR_ALREADY_EXISTS
    !insertmacro REFUSE "Coreloom is being installed or uninstalled already. Let that finish first."
  ${EndIf}
!macroend

Function .onInit
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastWin10}
    !insertmacro REFUSE "Coreloom needs Windows 10 or later, 64-bit."
  ${EndIf}
  !insertmacro ONE_AT_A_TIME
  ReadRegStr $Earlier HKCU "${UNINSTALL_KEY}" "InstallLocation"
  ReadRegStr $0 HKCU "${UNINSTALL_KEY}" "DisplayVersion"
  StrCpy $Welcome "Coreloom ${VERSION} will be installed for you alone; that takes no administrator rights.$\r$\n$\r$\n"
  ${If} $0 != ""
    StrCpy $Welcome "$WelcomeIt takes the place of version $0. Your settings and files stay as they are.$\r$\n$\r$\n"
  ${EndIf}
  Call ChooseParts
FunctionEnd

; ---- parts ----------------------------------------------------------------------------------------------------

Section "Coreloom" SEC_APPLICATION
  SectionIn RO
  !insertmacro STOP_WHILE_RUNNING "$INSTDIR"
  ${If} $Earlier != ""
  ${AndIf} ${FileExists} "$Earlier\${UNINSTALLER}"
    !insertmacro STOP_WHILE_RUNNING "$Earlier"
    DetailPrint "Removing the earlier version"
    ; It knows which files it brought, and there may be some that this version has no more.
    ExecWait '"$Earlier\${UNINSTALLER}" /S /UPGRADE _?=$Earlier'
    ${If} $Earlier != $INSTDIR
      Delete "$Earlier\${UNINSTALLER}"
      RMDir "$Earlier"
    ${EndIf}
  ${EndIf}
  ; First of all what removes it, so that an installation that fails half-way can be removed.
  SetOutPath "$INSTDIR"
  WriteUninstaller "$INSTDIR\${UNINSTALLER}"
  !insertmacro REGISTER_UNINSTALLER
  !insertmacro INSTALL_APPLICATION
  WriteRegStr HKCU "${RUN_KEY}" "" "$INSTDIR\coreloomw.exe" ; Windows+R, coreloom
SectionEnd

!ifdef VIDEO
  Section "Export of videos" SEC_VIDEO
    !insertmacro INSTALL_VIDEO
  SectionEnd
!endif

Section "Start menu entry" SEC_STARTMENU
  !insertmacro SHORTCUT "$SMPROGRAMS\Coreloom.lnk"
SectionEnd

Section /o "Desktop shortcut" SEC_DESKTOP
  !insertmacro SHORTCUT "$DESKTOP\Coreloom.lnk"
SectionEnd

Section "Open files by double click" SEC_ASSOCIATIONS
  !insertmacro REGISTER_TYPES
SectionEnd

Section "The command coreloom" SEC_PATH
  !insertmacro CHANGE_PATH add
SectionEnd

; What an earlier version had and what was not chosen this time goes; what was chosen is remembered for the next.
!macro SETTLE SECTION NAME REMOVE
  ${If} ${SectionIsSelected} ${SECTION}
    WriteRegDWORD HKCU "${OWN_KEY}\Setup" "${NAME}" 1
  ${Else}
    WriteRegDWORD HKCU "${OWN_KEY}\Setup" "${NAME}" 0
    ${REMOVE}
  ${EndIf}
!macroend

Section "-Settle"
  StrCpy $R9 ${APPLICATION_KB}
  !ifdef VIDEO
    ${If} ${SectionIsSelected} ${SEC_VIDEO}
      IntOp $R9 $R9 + ${VIDEO_KB}
    ${EndIf}
    !insertmacro SETTLE ${SEC_VIDEO} "VIDEO" ""
  !endif
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "EstimatedSize" $R9
  !insertmacro SETTLE ${SEC_STARTMENU} "STARTMENU" 'Delete "$SMPROGRAMS\Coreloom.lnk"'
  !insertmacro SETTLE ${SEC_DESKTOP} "DESKTOP" 'Delete "$DESKTOP\Coreloom.lnk"'
  !insertmacro SETTLE ${SEC_ASSOCIATIONS} "ASSOCIATIONS" "!insertmacro UNREGISTER_TYPES"
  !insertmacro SETTLE ${SEC_PATH} "PATH" "!insertmacro CHANGE_PATH remove"
SectionEnd

!macro CHOOSE SECTION NAME
  ClearErrors
  ${GetOptions} $R0 "/${NAME}=" $0
  ${If} ${Errors}
    ClearErrors
    ReadRegDWORD $0 HKCU "${OWN_KEY}\Setup" "${NAME}"
  ${EndIf}
  ${IfNot} ${Errors}
    ${If} $0 = 0
      !insertmacro UnselectSection ${SECTION}
    ${Else}
      !insertmacro SelectSection ${SECTION}
    ${EndIf}
  ${EndIf}
!macroend

Function ChooseParts
  ${GetParameters} $R0
  !ifdef VIDEO
    !insertmacro CHOOSE ${SEC_VIDEO} "VIDEO"
  !endif
  !insertmacro CHOOSE ${SEC_STARTMENU} "STARTMENU"
  !insertmacro CHOOSE ${SEC_DESKTOP} "DESKTOP"
  !insertmacro CHOOSE ${SEC_ASSOCIATIONS} "ASSOCIATIONS"
  !insertmacro CHOOSE ${SEC_PATH} "PATH"
FunctionEnd

!insertmacro MUI_FUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${SEC_APPLICATION} "The application, with its lessons and examples."
  !ifdef VIDEO
    !insertmacro MUI_DESCRIPTION_TEXT ${SEC_VIDEO} \
      "MP4 and WebM, by FFmpeg with x264 and x265: as a whole under the GPL, version 3 or later."
  !endif
  !insertmacro MUI_DESCRIPTION_TEXT ${SEC_STARTMENU} "Coreloom in the Start menu."
  !insertmacro MUI_DESCRIPTION_TEXT ${SEC_DESKTOP} "Coreloom on the desktop."
  !insertmacro MUI_DESCRIPTION_TEXT ${SEC_ASSOCIATIONS} \
    "Scenarios, lessons and recorded runs (.coreloom, .corelesson, .coretrace) open in Coreloom. For .py, .toml and .md \
    it only stands under Open with."
  !insertmacro MUI_DESCRIPTION_TEXT ${SEC_PATH} "coreloom works in terminals: adds its folder to your PATH."
!insertmacro MUI_FUNCTION_DESCRIPTION_END

; ---- uninstaller ----------------------------------------------------------------------------------------------

Var Upgrade ; "yes" when a setup removes the files of the version before, and keeps all else

Function un.onInit
  StrCpy $Upgrade ""
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/UPGRADE" $0
  ${IfNot} ${Errors}
    StrCpy $Upgrade "yes"
  ${Else}
    !insertmacro ONE_AT_A_TIME
    Call un.ChooseSettings
  ${EndIf}
FunctionEnd

Function un.HideSpace ; how much uninstalling takes on the disk: nothing
  ShowWindow $mui.ComponentsPage.SpaceRequired ${SW_HIDE}
FunctionEnd

Section "un.Coreloom" UNSEC_APPLICATION
  SectionIn RO
  !insertmacro STOP_WHILE_RUNNING "$INSTDIR"
  ; File by file: other files in a folder that somebody chose are not ours.
  !ifdef VIDEO
    !insertmacro REMOVE_VIDEO
  !endif
  !insertmacro REMOVE_APPLICATION
  ${If} $Upgrade == ""
    Delete "$SMPROGRAMS\Coreloom.lnk"
    Delete "$DESKTOP\Coreloom.lnk"
    !insertmacro UNREGISTER_TYPES
    !insertmacro CHANGE_PATH remove
    DeleteRegKey HKCU "${RUN_KEY}"
    DeleteRegKey HKCU "${OWN_KEY}\Setup"
    DeleteRegKey /ifempty HKCU "${OWN_KEY}"
    DeleteRegKey HKCU "${UNINSTALL_KEY}"
    Delete "$INSTDIR\${UNINSTALLER}"
    SetOutPath "$TEMP" ; a folder that a process is in cannot be removed
    RMDir "$INSTDIR"
  ${EndIf}
SectionEnd

Section /o "un.My settings" UNSEC_SETTINGS
  RMDir /r "${SETTINGS}"
SectionEnd

Function un.ChooseSettings
  ClearErrors
  ${GetOptions} $R0 "/SETTINGS" $0
  ${IfNot} ${Errors}
    !insertmacro SelectSection ${UNSEC_SETTINGS}
  ${EndIf}
FunctionEnd

!insertmacro MUI_UNFUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${UNSEC_APPLICATION} "The application, as it was installed. Your own files stay."
  !insertmacro MUI_DESCRIPTION_TEXT ${UNSEC_SETTINGS} \
    "Settings, the list of recent files, logs, and unsaved work that could still be recovered."
!insertmacro MUI_UNFUNCTION_DESCRIPTION_END
